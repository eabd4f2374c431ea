using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BatchRunner.Factoring;

/// <summary>The instruction paths this machine has, and the one in use.</summary>
public static class FactoringPaths
{
    /// <summary>The environment variable that forces a path: <c>scalar</c>, <c>avx2</c> or <c>avx512</c>.</summary>
    public const string Variable = "BATCHRUNNER_FACTORING_PATH";

    static FactoringPath? s_current;

    /// <summary>The paths this machine can take, the fastest first.</summary>
    public static IReadOnlyList<FactoringPath> Available { get; } =
        [.. Enum.GetValues<FactoringPath>().Where(IsSupported).OrderDescending()];

    /// <summary>The path in use: the fastest, unless <see cref="Variable"/> names another.</summary>
    /// <exception cref="PlatformNotSupportedException">
    /// The variable names no path, or one this machine does not have.
    /// </exception>
    public static FactoringPath Current => s_current ??= Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The path as <see cref="Variable"/> spells it.</summary>
    public static string Name(FactoringPath path) => path switch
    {
        FactoringPath.Scalar => "scalar",
        FactoringPath.Avx2 => "avx2",
        FactoringPath.Avx512 => "avx512",
        _ => throw new ArgumentOutOfRangeException(nameof(path), path, "Not a factoring path."),
    };

    internal static FactoringPath Choose(string? wanted)
    {
        if (string.IsNullOrWhiteSpace(wanted)) return Available[0];
        foreach (var path in Available)
        {
            if (string.Equals(Name(path), wanted.Trim(), StringComparison.OrdinalIgnoreCase)) return path;
        }
        throw new PlatformNotSupportedException(
            $"{Variable} is '{wanted}', but this machine has only {string.Join(", ", Available.Select(Name))}. " +
            "Unset it, or set it to one of these.");
    }

    static bool IsSupported(FactoringPath path) => path switch
    {
        FactoringPath.Avx512 => Vector512.IsHardwareAccelerated && Avx512F.IsSupported && Avx512DQ.IsSupported
            && Avx512CD.IsSupported,
        FactoringPath.Avx2 => Avx2.IsSupported,
        _ => true,
    };
}

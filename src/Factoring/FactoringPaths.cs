using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BatchRunner.Factoring;

/// <summary>The instruction paths this machine has, and the one in use.</summary>
public static class FactoringPaths
{
    /// <summary>
    /// The environment variable that forces a path: <c>scalar</c>, <c>avx2</c>, <c>avx512</c>, or <see cref="Emulated"/>.
    /// </summary>
    public const string Variable = "BATCHRUNNER_FACTORING_PATH";

    /// <summary>
    /// The code of <see cref="FactoringPath.Avx512"/> whatever the processor: where it lacks the instructions the runtime
    /// spells them out in shorter ones, right and slow, so that the code can be tested on any machine.
    /// </summary>
    public const string Emulated = "avx512-emulated";

    static readonly bool s_hasAvx512 = Vector512.IsHardwareAccelerated && Avx512F.IsSupported && Avx512DQ.IsSupported
        && Avx512CD.IsSupported;

    static readonly bool s_emulates = !s_hasAvx512 && Names(Emulated, Environment.GetEnvironmentVariable(Variable));

    static FactoringPath? s_current;

    /// <summary>The paths this machine can take, the fastest first.</summary>
    public static IReadOnlyList<FactoringPath> Available { get; } =
        [.. Enum.GetValues<FactoringPath>().Where(IsSupported).OrderDescending()];

    /// <summary>The path in use: the fastest, unless <see cref="Variable"/> names another.</summary>
    /// <exception cref="PlatformNotSupportedException">
    /// The variable names no path, or one this machine does not have.
    /// </exception>
    public static FactoringPath Current => s_current ??= Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>A path is named by <see cref="Variable"/>: then nothing may take a shorter way around it.</summary>
    internal static bool IsForced { get; } = !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The path as <see cref="Variable"/> spells it.</summary>
    public static string Name(FactoringPath path) => path switch
    {
        FactoringPath.Scalar => "scalar",
        FactoringPath.Avx2 => "avx2",
        FactoringPath.Avx512 => s_emulates ? Emulated : "avx512",
        _ => throw new ArgumentOutOfRangeException(nameof(path), path, "Not a factoring path."),
    };

    internal static FactoringPath Choose(string? wanted)
    {
        if (string.IsNullOrWhiteSpace(wanted)) return Available[0];
        if (s_hasAvx512 && Names(Emulated, wanted)) return FactoringPath.Avx512;
        foreach (var path in Available)
        {
            if (Names(Name(path), wanted)) return path;
        }
        throw new PlatformNotSupportedException(
            $"{Variable} is '{wanted}', but this machine has only {string.Join(", ", Available.Select(Name))}. " +
            "Unset it, or set it to one of these.");
    }

    static bool IsSupported(FactoringPath path) => path switch
    {
        FactoringPath.Avx512 => s_hasAvx512 || s_emulates,
        FactoringPath.Avx2 => Avx2.IsSupported,
        _ => true,
    };

    static bool Names(string name, string? wanted) =>
        string.Equals(name, wanted?.Trim(), StringComparison.OrdinalIgnoreCase);
}

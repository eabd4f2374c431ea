using System.Globalization;
using System.Numerics;

namespace BatchRunner.Benchmarks;

/// <summary>Whom we are measured against, in the same run.</summary>
static class Rivals
{
    /// <summary>Up to 64 bits.</summary>
    public static IReadOnlyList<Rival<ulong>> OfWords() =>
    [
        new("FLINT", Flint.Missing, 64, Flint.Time),
        Program<ulong>("factor", "factor", [], 64, n => $"{n}\n"),
        Program<ulong>("gp -q", "gp", ["-q"], 64, n => $"print(factor({n}))\n"),
    ];

    /// <summary>Above.</summary>
    public static IReadOnlyList<Rival<BigInteger>> OfWideNumbers() =>
    [
        new("FLINT", FlintInteger.Missing, 140, FlintInteger.Time),
        Program<BigInteger>("factor", "factor", [], 80, n => $"{n}\n"),
        Program<BigInteger>("gp -q", "gp", ["-q"], 170, n => $"print(factor({n}))\n"),
    ];

    static Rival<T> Program<T>(
        string name, string file, string[] arguments, int mostBits, Func<T, FormattableString> line) =>
        new(name, Tool.Missing(file), mostBits, numbers => Tool.Time(
            file, arguments, string.Concat(numbers.Select(n => line(n).ToString(CultureInfo.InvariantCulture)))));
}

using System.Globalization;

namespace BatchRunner.Benchmarks;

/// <summary>The numbers of one row of the speed table: made from a fixed seed, or read from a file.</summary>
sealed record Workload(string Name, ulong[] Numbers)
{
    const int Seed = 20261122;

    public static IReadOnlyList<Workload> Standard() =>
    [
        new("h: the blog's own 300", [.. Enumerable.Range(0, 300).Select(i => 999999999999UL + 2 * (ulong)i)]),
        new("a: 10,000 in [1e9, 2e9]", Random(10_000, random => (ulong)random.NextInt64(1_000_000_000, 2_000_000_000))),
        new("b: uniform 32-bit", Random(100_000, random => (ulong)random.NextInt64(1L << 32))),
        new("c: uniform 64-bit", Random(100_000, random => (ulong)random.NextInt64() << 1 ^ (ulong)random.NextInt64())),
        new("d: 64-bit semiprimes", Semiprimes.Balanced(64, 20_000, Seed)),
        new("   52-bit semiprimes", Semiprimes.Balanced(52, 20_000, Seed)),
    ];

    /// <summary>One number a line, as everywhere.</summary>
    public static Workload FromFile(string path) => new(
        Path.GetFileName(path),
        [.. File.ReadLines(path).Select(line => ulong.Parse(line, CultureInfo.InvariantCulture))]);

    static ulong[] Random(int count, Func<Random, ulong> next)
    {
        Random random = new(Seed);
        return [.. Enumerable.Range(0, count).Select(_ => next(random))];
    }
}

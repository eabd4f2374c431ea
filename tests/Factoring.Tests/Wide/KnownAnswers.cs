using System.Numerics;

namespace BatchRunner.Factoring.Tests.Wide;

/// <summary>Lines of the form <c>number: prime prime ...</c> from the data folder.</summary>
static class KnownAnswers
{
    public static IEnumerable<(BigInteger Number, BigInteger[] Primes)> Of(string file) =>
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", file))
        let parts = line.Split(':')
        let primes = parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select (BigInteger.Parse(parts[0], null), primes.Select(p => BigInteger.Parse(p, null)).ToArray());
}

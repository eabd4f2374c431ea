using System.Globalization;
using System.Numerics;
using BatchRunner.Factoring;

namespace BatchRunner.Benchmarks;

/// <summary>Numbers of a given length, reproducible from a seed.</summary>
static class SizedNumbers
{
    public static BigInteger Uniform(Random random, int digits)
    {
        var text = new char[digits];
        for (var i = 0; i < digits; i++) text[i] = (char)('0' + random.Next(i == 0 ? 1 : 0, 10));
        return BigInteger.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>The product of two primes of half the length.</summary>
    public static BigInteger Hard(Random random, int digits)
    {
        while (true)
        {
            var product = Prime(random, digits / 2) * Prime(random, digits - digits / 2);
            if (product >= BigInteger.Pow(10, digits - 1)) return product;
        }
    }

    static BigInteger Prime(Random random, int digits)
    {
        FactoringRun run = new(TimeProvider.System, CancellationToken.None);
        while (true)
        {
            var candidate = Uniform(random, digits) | BigInteger.One;
            // A composite of this size would cost seconds to factor just to be refused.
            if (!BigInteger.ModPow(2, candidate - 1, candidate).IsOne) continue;
            if (Factorizer.Factorize(candidate, run).Factors.Count == 1) return candidate;
        }
    }
}

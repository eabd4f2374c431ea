using System.Globalization;
using System.Numerics;
using System.Text;

namespace BatchRunner.Runner.Bench;

/// <summary>
/// Trial division as the post of 2012 has it: by 2, then by every odd number, until the square of the divisor reaches
/// what is left. About sqrt(n) / 2 divisions for a prime or twice a prime, and next to none for a smooth number: that
/// some numbers take so much longer than others is what the experiment is about.
/// </summary>
sealed class BlogAlgorithm : IAlgorithm
{
    internal const string Key = "blog";

    /// <summary>Up to here the square of a divisor stays within 64 bits.</summary>
    internal const ulong Most = long.MaxValue;

    public string Name => Key;

    public void Answer(ReadOnlySpan<BigInteger> numbers, StringBuilder answers, CancellationToken token)
    {
        List<ulong> factors = [];
        foreach (var number in numbers)
        {
            token.ThrowIfCancellationRequested();
            factors.Clear();
            Factorize((ulong)number, factors);
            answers.Append(CultureInfo.InvariantCulture, $"{(ulong)number}:");
            foreach (var factor in factors) answers.Append(CultureInfo.InvariantCulture, $" {factor}");
            answers.Append('\n');
        }
    }

    /// <param name="n">At most <see cref="Most"/>.</param>
    /// <param name="factors">Gets the primes, ascending, with multiplicity; none for 0 and 1.</param>
    internal static void Factorize(ulong n, List<ulong> factors)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, Most);
        for (ulong p = 2; n > 1;)
        {
            if (n % p == 0)
            {
                factors.Add(p);
                n /= p;
            }
            else if (p * p >= n)
            {
                factors.Add(n);
                return;
            }
            else
            {
                p += p == 2 ? 1UL : 2UL;
            }
        }
    }
}

using System.Numerics;

namespace BatchRunner.Factoring.Word;

/// <summary>
/// Division by the primes up to <see cref="Bound"/> with multiplications only (see <see cref="SmallPrimes"/>).
/// Cost: one multiplication and one comparison a prime, independent of each other.
/// </summary>
static class TrialDivision
{
    const int OddPrimes = 53;

    /// <summary>The largest prime tried.</summary>
    public const ulong Bound = 251;

    // What is left after trial division has no prime below 257.
    const ulong SurelyPrimeBelow = 257 * 257;

    /// <summary>True for what is left after trial division and is too small to be composite.</summary>
    public static bool IsCertainlyPrime(ulong rest) => rest < SurelyPrimeBelow;

    /// <summary>Takes out every prime up to <see cref="Bound"/>, ascending.</summary>
    /// <returns>How many factors were written.</returns>
    public static int Divide(ulong n, Span<ulong> factors, out ulong rest)
    {
        var count = BitOperations.TrailingZeroCount(n);
        factors[..count].Fill(2);
        n >>= count;
        for (var i = 0; i < OddPrimes && n > 1; i++)
        {
            ulong p = SmallPrimes.Primes[i];
            if (p * p > n)
            {
                factors[count++] = n;
                n = 1;
                break;
            }
            var inverse = SmallPrimes.Inverses[i];
            var limit = SmallPrimes.QuotientLimits[i];
            for (var quotient = n * inverse; quotient <= limit; quotient = n * inverse)
            {
                factors[count++] = p;
                n = quotient;
            }
        }
        rest = n;
        return count;
    }
}

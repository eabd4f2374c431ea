using System.Collections;

namespace BatchRunner.Factoring.Word;

/// <summary>
/// The odd primes below 2^16, and for each p what tells divisibility without a division: p divides n exactly when
/// n p^-1 mod 2^64 is at most floor((2^64 - 1) / p), and that product then is the quotient.
/// Source: T. Granlund and P. L. Montgomery, "Division by invariant integers using multiplication", PLDI 1994,
/// section 9.
/// </summary>
static class SmallPrimes
{
    public const int Limit = 1 << 16;

    /// <summary>3, 5, 7, ... 65521.</summary>
    public static readonly uint[] Primes = Sieve();
    public static readonly ulong[] Inverses = Array.ConvertAll(Primes, p => Montgomery.InverseOf(p));
    public static readonly ulong[] QuotientLimits = Array.ConvertAll(Primes, p => ulong.MaxValue / p);

    static uint[] Sieve()
    {
        var composite = new BitArray(Limit);
        List<uint> primes = new(6541);
        for (var candidate = 3; candidate < Limit; candidate += 2)
        {
            if (composite[candidate]) continue;
            primes.Add((uint)candidate);
            for (var multiple = (long)candidate * candidate; multiple < Limit; multiple += 2 * candidate)
            {
                composite[(int)multiple] = true;
            }
        }
        return [.. primes];
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Large;

/// <summary>
/// Division of a long number by all primes below 2^16.
/// <para>
/// Mathematics: the number is reduced once modulo each product of four primes (below 2^64), and the four are tried on
/// that one word; only a hit costs a long division.
/// </para>
/// <para>Cost: one 128 by 64 bit division a limb and four primes; 1000 digits take some milliseconds.</para>
/// <para>Source: D. E. Knuth, The Art of Computer Programming, vol. 2, section 4.5.4.</para>
/// </summary>
static class LargeTrialDivision
{
    const int PrimesAProduct = 4;

    // Word divisions between two looks at the run, some 20 ns each.
    const int DivisionsALook = 1 << 16;
    const int RepeatsALook = 256;

    /// <summary>Adds the small primes with multiplicity and returns what is left; stops early when the run says
    /// so.</summary>
    public static BigInteger Divide(BigInteger number, List<BigInteger> primes, FactoringRun run)
    {
        var twos = (int)BigInteger.TrailingZeroCount(number);
        for (var i = 0; i < twos; i++) primes.Add(2);
        var rest = number >> twos;
        var limbs = ToLimbs(rest);
        var all = SmallPrimes.Primes;
        var untilLook = DivisionsALook;
        for (var i = 0; i < all.Length; i += PrimesAProduct)
        {
            var group = all.AsSpan(i, Math.Min(PrimesAProduct, all.Length - i));
            ulong product = 1;
            foreach (var p in group) product *= p;
            var residue = Remainder(limbs, product);
            foreach (var p in group)
            {
                if (residue % p != 0) continue;
                rest = DivideOut(rest, p, primes, run);
                limbs = ToLimbs(rest);
            }
            if (rest.IsOne) break;
            untilLook -= limbs.Length;
            if (untilLook > 0) continue;
            untilLook = DivisionsALook;
            if (!run.Continue()) break;
        }
        return rest;
    }

    static BigInteger DivideOut(BigInteger rest, uint prime, List<BigInteger> primes, FactoringRun run)
    {
        for (var found = 0; ; found++)
        {
            if (found % RepeatsALook == 0 && !run.Continue()) return rest;
            var quotient = BigInteger.DivRem(rest, prime, out var remainder);
            if (!remainder.IsZero) return rest;
            primes.Add(prime);
            rest = quotient;
        }
    }

    static ulong Remainder(ReadOnlySpan<ulong> limbs, ulong divisor)
    {
        ulong remainder = 0;
        for (var i = limbs.Length - 1; i >= 0; i--)
            remainder = (ulong)(new UInt128(remainder, limbs[i]) % divisor);
        return remainder;
    }

    static ulong[] ToLimbs(BigInteger value)
    {
        var limbs = new ulong[(value.GetBitLength() + 63) / 64];
        value.TryWriteBytes(MemoryMarshal.AsBytes(limbs.AsSpan()), out _, isUnsigned: true);
        return limbs;
    }
}

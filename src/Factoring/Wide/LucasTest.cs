using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// The extra strong Lucas probable-prime test.
/// <para>
/// Mathematics: take the least P >= 3 for which D = P^2 - 4 has Jacobi symbol (D/n) = -1, Q = 1, and n + 1 = d 2^s with
/// d odd. A prime n has U_d = 0 and V_d = +-2, or V_(d 2^r) = 0 for some r below s - 1. Only V is computed:
/// V_2k = V_k^2 - 2, V_(2k+1) = V_k V_(k+1) - P, and U_d = 0 exactly when 2 V_(d+1) = P V_d.
/// </para>
/// <para>Cost: two multiplications a bit of n.</para>
/// <para>Source: J. Grantham, Frobenius pseudoprimes, Math. Comp. 70 (2001), section 3; R. Baillie, A. Fiori,
/// S. Wagstaff, Strengthening the Baillie-PSW primality test, Math. Comp. 90 (2021), section 3.</para>
/// </summary>
static class LucasTest
{
    /// <summary>The modulus must be odd and no perfect square, or the search for P does not end.</summary>
    public static PrimalityVerdict Run<TRing, T>(in TRing ring, FactoringRun run)
        where TRing : struct, IResidueRing<T>
        where T : struct
    {
        var modulus = (stackalloc ulong[ring.LimbCount]);
        ring.CopyModulus(modulus);
        uint p = 3;
        for (; ; p++)
        {
            var symbol = Jacobi((p * p) - 4, modulus);
            if (symbol < 0) break;
            if (symbol == 0) return PrimalityVerdict.Composite;
        }
        return Chain<TRing, T>(ring, p, modulus, run);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static PrimalityVerdict Chain<TRing, T>(in TRing ring, uint p, Span<ulong> modulus, FactoringRun run)
        where TRing : struct, IResidueRing<T>
        where T : struct
    {
        T first = ring.Zero(), two = ring.Zero(), zero = ring.Zero(), low = ring.Zero(), high = ring.Zero();
        ring.Load(ref first, p);
        ring.Load(ref two, 2);
        var exponent = (stackalloc ulong[modulus.Length + 1]);
        modulus.CopyTo(exponent);
        for (var i = 0; ++exponent[i] == 0; i++) { }
        var twos = LimbSpan.TrailingZeros(exponent);

        ring.Assign(ref low, two);
        ring.Assign(ref high, first);
        var interval = (LimbSpan.ProductsPerLook(ring.LimbCount) + 1) / 2;
        for (var bit = LimbSpan.BitLength(exponent) - 1; bit >= twos; bit--)
        {
            if (LimbSpan.Bit(exponent, bit))
            {
                ring.Multiply(ref low, low, high);
                ring.Subtract(ref low, low, first);
                ring.Multiply(ref high, high, high);
                ring.Subtract(ref high, high, two);
            }
            else
            {
                ring.Multiply(ref high, low, high);
                ring.Subtract(ref high, high, first);
                ring.Multiply(ref low, low, low);
                ring.Subtract(ref low, low, two);
            }
            if (bit % interval == 0 && !run.Continue()) return PrimalityVerdict.Undecided;
        }

        return Judge<TRing, T>(ring, first, two, zero, low, high, twos, run);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static PrimalityVerdict Judge<TRing, T>(
        in TRing ring, in T first, in T two, T work, T v, in T next, int twos, FactoringRun run)
        where TRing : struct, IResidueRing<T>
        where T : struct
    {
        T zero = ring.Zero(), left = ring.Zero();
        ring.Subtract(ref work, zero, two);
        if (ring.AreEqual(v, two) || ring.AreEqual(v, work))
        {
            ring.Multiply(ref left, first, v);
            ring.Add(ref work, next, next);
            if (ring.AreEqual(left, work)) return PrimalityVerdict.ProbablePrime;
        }
        var interval = LimbSpan.ProductsPerLook(ring.LimbCount);
        for (var r = 0; r < twos - 1; r++)
        {
            if (ring.AreEqual(v, zero)) return PrimalityVerdict.ProbablePrime;
            ring.Multiply(ref v, v, v);
            ring.Subtract(ref v, v, two);
            if ((r + 1) % interval == 0 && !run.Continue()) return PrimalityVerdict.Undecided;
        }
        return PrimalityVerdict.Composite;
    }

    static int Jacobi(uint value, ReadOnlySpan<ulong> odd)
    {
        // One reciprocity step brings the long number below the short one; then it is Euclid on words.
        var a = value;
        var sign = 1;
        var residue = (uint)(odd[0] & 7);
        while ((a & 1) == 0)
        {
            a >>= 1;
            if (residue is 3 or 5) sign = -sign;
        }
        if (a == 1) return sign;
        if ((a & 3) == 3 && (residue & 3) == 3) sign = -sign;

        var n = a;
        a = LimbSpan.Remainder(odd, a);
        while (a != 0)
        {
            while ((a & 1) == 0)
            {
                a >>= 1;
                if ((n & 7) is 3 or 5) sign = -sign;
            }
            (a, n) = (n, a);
            if ((a & 3) == 3 && (n & 3) == 3) sign = -sign;
            a %= n;
        }
        return n == 1 ? sign : 0;
    }
}

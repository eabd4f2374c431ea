using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// The strong probable-prime test of Miller and Rabin to one base.
/// <para>Mathematics: n - 1 = d 2^s with d odd. A prime n has b^d = 1 or b^(d 2^r) = -1 (mod n) for some r below
/// s.</para>
/// <para>Cost: one Montgomery squaring a bit of n, and one multiplication a set bit (an addition for base 2).</para>
/// <para>Source: M. O. Rabin, Probabilistic algorithm for testing primality, J. Number Theory 12 (1980);
/// R. Crandall, C. Pomerance, Prime Numbers, 2nd ed., algorithm 3.5.2.</para>
/// </summary>
static class StrongTest
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static PrimalityVerdict Run<TRing, T>(in TRing ring, ulong witness, FactoringRun run)
        where TRing : struct, IResidueRing<T>
        where T : struct
    {
        var exponent = (stackalloc ulong[ring.LimbCount]);
        ring.CopyModulus(exponent);
        exponent[0] -= 1;
        var twos = LimbSpan.TrailingZeros(exponent);
        T one = ring.Zero(), minusOne = ring.Zero(), factor = ring.Zero(), power = ring.Zero();
        ring.Load(ref one, 1);
        ring.Subtract(ref minusOne, minusOne, one);
        ring.Load(ref factor, witness);
        ring.Assign(ref power, factor);

        // A bit takes two products at most.
        var interval = (LimbSpan.ProductsPerLook(ring.LimbCount) + 1) / 2;
        for (var bit = LimbSpan.BitLength(exponent) - 2; bit >= twos; bit--)
        {
            ring.Multiply(ref power, power, power);
            if (LimbSpan.Bit(exponent, bit))
            {
                if (witness == 2) ring.Add(ref power, power, power);
                else ring.Multiply(ref power, power, factor);
            }
            if (bit % interval == 0 && !run.Continue()) return PrimalityVerdict.Undecided;
        }

        if (ring.AreEqual(power, one) || ring.AreEqual(power, minusOne)) return PrimalityVerdict.ProbablePrime;
        for (var r = 1; r < twos; r++)
        {
            ring.Multiply(ref power, power, power);
            if (ring.AreEqual(power, minusOne)) return PrimalityVerdict.ProbablePrime;
            if (r % interval == 0 && !run.Continue()) return PrimalityVerdict.Undecided;
        }
        return PrimalityVerdict.Composite;
    }
}

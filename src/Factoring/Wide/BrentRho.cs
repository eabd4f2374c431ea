using System.Numerics;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Pollard's rho method in Brent's variant: the guaranteed fallback behind the faster, probabilistic stages.
/// <para>
/// Mathematics: the map y -> y^2 + c modulo an unknown prime p runs into a cycle after about sqrt(p) steps; Brent
/// compares y with its value at the last power of two, and gathers the differences of many steps in one product before
/// a greatest common divisor is taken. A product that collapses to zero is walked again one difference at a time.
/// </para>
/// <para>Cost: about 2 sqrt(p) multiplications, p the least prime factor.</para>
/// <para>Source: R. P. Brent, An improved Monte Carlo factorization algorithm, BIT 20 (1980), section 7.</para>
/// </summary>
static class BrentRho
{
    const int MostGathered = 128;

    /// <summary>
    /// A proper divisor of an odd composite that is no prime power, or 1 when the run must end before one is found.
    /// </summary>
    public static TInteger Split<TRing, T, TInteger>(in TRing ring, FactoringRun run)
        where TRing : struct, IResidueRing<T>, IDivisors<T, TInteger>
        where T : struct
        where TInteger : struct, INumber<TInteger>
    {
        var modulus = ring.CommonDivisor(ring.Zero());
        for (ulong constant = 1; ; constant++)
        {
            var divisor = Walk<TRing, T, TInteger>(ring, constant, modulus, run);
            if (divisor != modulus) return divisor;
        }
    }

    static TInteger Walk<TRing, T, TInteger>(in TRing ring, ulong constant, TInteger modulus, FactoringRun run)
        where TRing : struct, IResidueRing<T>, IDivisors<T, TInteger>
        where T : struct
        where TInteger : struct, INumber<TInteger>
    {
        T y = ring.Zero(), c = ring.Zero(), anchor = ring.Zero(), product = ring.Zero(), difference = ring.Zero();
        var start = ring.Zero();
        ring.Load(ref c, constant);
        ring.Load(ref y, 2);
        ring.Load(ref product, 1);
        var gathered = Math.Clamp(LimbSpan.ProductsPerLook(ring.LimbCount) / 2, 1, MostGathered);
        for (long length = 1; ; length *= 2)
        {
            ring.Assign(ref anchor, y);
            for (long done = 0; done < length; done += gathered)
            {
                ring.Assign(ref start, y);
                var steps = (int)Math.Min(gathered, length - done);
                for (var i = 0; i < steps; i++)
                {
                    Step<TRing, T>(ring, ref y, c);
                    ring.Subtract(ref difference, anchor, y);
                    ring.Multiply(ref product, product, difference);
                }
                if (!run.Continue()) return TInteger.One;
                var divisor = ring.CommonDivisor(product);
                if (divisor == TInteger.One) continue;
                return divisor < modulus ? divisor : Retrace<TRing, T, TInteger>(ring, start, anchor, c, steps, run);
            }
        }
    }

    static TInteger Retrace<TRing, T, TInteger>(in TRing ring, T y, in T anchor, in T c, int steps, FactoringRun run)
        where TRing : struct, IResidueRing<T>, IDivisors<T, TInteger>
        where T : struct
        where TInteger : struct, INumber<TInteger>
    {
        var difference = ring.Zero();
        var divisor = TInteger.One;
        for (var i = 0; i < steps && divisor == TInteger.One; i++)
        {
            Step<TRing, T>(ring, ref y, c);
            ring.Subtract(ref difference, anchor, y);
            divisor = ring.CommonDivisor(difference);
            if (!run.Continue()) return TInteger.One;
        }
        return divisor;
    }

    static void Step<TRing, T>(in TRing ring, ref T y, in T c)
        where TRing : struct, IResidueRing<T>
        where T : struct
    {
        ring.Multiply(ref y, y, y);
        ring.Add(ref y, y, c);
    }
}

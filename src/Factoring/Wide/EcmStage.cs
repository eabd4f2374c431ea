using System.Numerics;
using BatchRunner.Factoring.Large;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Elliptic curves on one number with the registers this processor has: the same curves, the same answer, on every
/// path; only how many run side by side differs.
/// </summary>
sealed class EcmStage(FactoringPath path)
{
    readonly LaneMemory _memory = new();

    /// <summary>Works about <paramref name="curves"/> curves; a proper divisor of the odd number, or 1.</summary>
    public BigInteger Split(BigInteger number, EcmPlan plan, int curves, ref ulong seed, FactoringRun run)
    {
        var bits = number.GetBitLength();
        if (path == FactoringPath.Scalar || bits > ManyDigitRing<FourLanes>.MostBits)
            return SplitSingly(number, plan, curves, ref seed, run);
        return path == FactoringPath.Avx512
            ? Split<EightLanes>(number, plan, curves, ref seed, run)
            : Split<FourLanes>(number, plan, curves, ref seed, run);
    }

    BigInteger Split<TLanes>(BigInteger number, EcmPlan plan, int curves, ref ulong seed, FactoringRun run)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var bits = number.GetBitLength();
        if (bits > ThreeDigitRing<TLanes>.MostBits)
        {
            var many = new ManyDigitRing<TLanes>(number, _memory, plan.Elements);
            return Try(new Ecm<ManyDigitRing<TLanes>, LaneResidue>(many, plan, run), number, curves, ref seed, run);
        }
        // More than three vectors side by side only spill: by then the latency is hidden.
        var groups = Math.Clamp(curves / TLanes.Count, 1, 3);
        if (bits > TwoDigitRing<TLanes>.MostBits)
        {
            var three = new ThreeDigitRing<TLanes>(number, _memory, groups, plan.Elements);
            return Try(new Ecm<ThreeDigitRing<TLanes>, LaneResidue>(three, plan, run), number, curves, ref seed, run);
        }
        var two = new TwoDigitRing<TLanes>(number, _memory, groups, plan.Elements);
        return Try(new Ecm<TwoDigitRing<TLanes>, LaneResidue>(two, plan, run), number, curves, ref seed, run);
    }

    static BigInteger SplitSingly(BigInteger number, EcmPlan plan, int curves, ref ulong seed, FactoringRun run)
    {
        if (number.GetBitLength() <= 128)
        {
            var wide = new SingleCurve<Ring128, UInt128>(new((UInt128)number));
            return Try(new Ecm<SingleCurve<Ring128, UInt128>, UInt128>(wide, plan, run), number, curves, ref seed, run);
        }
        var limbs = new SingleCurve<LimbRing, Limbs>(new(number));
        return Try(new Ecm<SingleCurve<LimbRing, Limbs>, Limbs>(limbs, plan, run), number, curves, ref seed, run);
    }

    static BigInteger Try<TRing, T>(
        Ecm<TRing, T> ecm, BigInteger number, int curves, ref ulong seed, FactoringRun run)
        where TRing : struct, ICurveRing<T>
        where T : struct
    {
        for (var done = 0; done < curves && run.Continue(); done += ecm.Lanes)
        {
            var divisor = ecm.Try(ref seed);
            if (!divisor.IsOne && divisor != number) return divisor;
        }
        return BigInteger.One;
    }
}

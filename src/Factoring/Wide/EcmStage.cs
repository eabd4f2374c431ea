using System.Numerics;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Elliptic curves on one number with the registers this processor has: the same curves, the same answer, on every
/// path; only how many run side by side differs.
/// </summary>
sealed class EcmStage
{
    readonly LaneMemory _memory = new();

    /// <summary>Works about <paramref name="curves"/> curves; a proper divisor, or 1.</summary>
    public BigInteger Split(UInt128 number, EcmPlan plan, int curves, VectorWidth width, FactoringRun run)
    {
        var seed = (ulong)number;
        if (width == VectorWidth.Scalar)
        {
            var single = new SingleCurve<Ring128, UInt128>(new(number));
            return Try(new Ecm<SingleCurve<Ring128, UInt128>, UInt128>(single, plan, run), number, curves, ref seed);
        }
        return width == VectorWidth.Bits512
            ? Split<EightLanes>(number, plan, curves, ref seed, run)
            : Split<FourLanes>(number, plan, curves, ref seed, run);
    }

    BigInteger Split<TLanes>(BigInteger number, EcmPlan plan, int curves, ref ulong seed, FactoringRun run)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // More than three vectors side by side only spill: by then the latency is hidden.
        var groups = Math.Clamp(curves / TLanes.Count, 1, 3);
        var batches = (curves + (groups * TLanes.Count) - 1) / (groups * TLanes.Count);
        if (number.GetBitLength() <= TwoDigitRing<TLanes>.MostBits)
        {
            var two = new TwoDigitRing<TLanes>(number, _memory, groups, plan.Elements);
            return Try(new Ecm<TwoDigitRing<TLanes>, LaneResidue>(two, plan, run), number, batches, ref seed);
        }
        var three = new ThreeDigitRing<TLanes>(number, _memory, groups, plan.Elements);
        return Try(new Ecm<ThreeDigitRing<TLanes>, LaneResidue>(three, plan, run), number, batches, ref seed);
    }

    static BigInteger Try<TRing, T>(Ecm<TRing, T> curves, BigInteger number, int batches, ref ulong seed)
        where TRing : struct, ICurveRing<T>
        where T : struct
    {
        for (var batch = 0; batch < batches; batch++)
        {
            var divisor = curves.Try(ref seed);
            if (!divisor.IsOne && divisor != number) return divisor;
        }
        return BigInteger.One;
    }
}

using System.Numerics;
using BatchRunner.Factoring.Large;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Elliptic curves on one number with the registers this processor has: the same curves, the same answer, on every
/// path; only how many run side by side differs. Up to 128 bits nothing is allocated once the points are.
/// </summary>
sealed class EcmStage(FactoringPath path)
{
    readonly LaneMemory _memory = new();
    readonly KeptCurves<SingleCurve<Ring128, UInt128, UInt128>, UInt128> _single = new();
    readonly KeptCurves<TwoDigitRing<FourLanes>, LaneResidue> _twoInFours = new();
    readonly KeptCurves<TwoDigitRing<EightLanes>, LaneResidue> _twoInEights = new();
    readonly KeptCurves<ThreeDigitRing<FourLanes>, LaneResidue> _threeInFours = new();
    readonly KeptCurves<ThreeDigitRing<EightLanes>, LaneResidue> _threeInEights = new();

    /// <summary>Works about <paramref name="curves"/> curves; a proper divisor of the modulus, which is above 2^63, or
    /// 1.</summary>
    public UInt128 Split(in Ring128 ring, EcmPlan plan, int curves, ref ulong seed, FactoringRun run) => path switch
    {
        FactoringPath.Avx512 => Split(ring, plan, curves, ref seed, run, _twoInEights, _threeInEights),
        FactoringPath.Avx2 => Split(ring, plan, curves, ref seed, run, _twoInFours, _threeInFours),
        _ => Try(_single.Take(new(ring), plan, run), ring.Modulus, curves, ref seed, run),
    };

    /// <summary>As <see cref="Split(in Ring128, EcmPlan, int, ref ulong, FactoringRun)"/> for an odd number of any
    /// size above 2^63.</summary>
    public BigInteger Split(BigInteger number, EcmPlan plan, int curves, ref ulong seed, FactoringRun run)
    {
        var bits = number.GetBitLength();
        if (bits <= 128) return Split(new Ring128((UInt128)number), plan, curves, ref seed, run);
        if (path == FactoringPath.Scalar || bits > ManyDigitRing<FourLanes>.MostBits)
        {
            var limbs = new SingleCurve<LimbRing, Limbs, BigInteger>(new(number));
            var single = new Ecm<SingleCurve<LimbRing, Limbs, BigInteger>, Limbs>(limbs, plan, run);
            return Try(single, number, curves, ref seed, run);
        }
        return path == FactoringPath.Avx512
            ? Split<EightLanes>(number, plan, curves, ref seed, run)
            : Split<FourLanes>(number, plan, curves, ref seed, run);
    }

    UInt128 Split<TLanes>(
        in Ring128 ring, EcmPlan plan, int curves, ref ulong seed, FactoringRun run,
        KeptCurves<TwoDigitRing<TLanes>, LaneResidue> two, KeptCurves<ThreeDigitRing<TLanes>, LaneResidue> three)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var groups = Groups<TLanes>(curves);
        if (ring.Modulus >> TwoDigitRing<TLanes>.MostBits != 0)
        {
            var longer = three.Take(new(ring, _memory, groups, plan.Elements), plan, run);
            return Try(longer, ring.Modulus, curves, ref seed, run);
        }
        return Try(two.Take(new(ring, _memory, groups, plan.Elements), plan, run), ring.Modulus, curves, ref seed, run);
    }

    BigInteger Split<TLanes>(BigInteger number, EcmPlan plan, int curves, ref ulong seed, FactoringRun run)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (number.GetBitLength() > ThreeDigitRing<TLanes>.MostBits)
        {
            var many = new ManyDigitRing<TLanes>(number, _memory, plan.Elements);
            return Try(new Ecm<ManyDigitRing<TLanes>, LaneResidue>(many, plan, run), number, curves, ref seed, run);
        }
        var three = new ThreeDigitRing<TLanes>(number, _memory, Groups<TLanes>(curves), plan.Elements);
        return Try(new Ecm<ThreeDigitRing<TLanes>, LaneResidue>(three, plan, run), number, curves, ref seed, run);
    }

    /// <summary>More than three vectors side by side only spill: by then the latency is hidden.</summary>
    static int Groups<TLanes>(int curves) where TLanes : unmanaged, ILanes<TLanes> =>
        Math.Clamp(curves / TLanes.Count, 1, 3);

    static TInteger Try<TRing, T, TInteger>(
        Ecm<TRing, T> ecm, TInteger number, int curves, ref ulong seed, FactoringRun run)
        where TRing : struct, ICurveRing<T>, IDivisors<T, TInteger>
        where T : struct
        where TInteger : struct, INumber<TInteger>
    {
        for (var done = 0; done < curves && run.Continue(); done += ecm.Lanes)
        {
            if (!ecm.Try(ref seed)) break;
            var divisor = ecm.Ring.CommonDivisor(ecm.Accumulated);
            if (divisor != TInteger.One && divisor != number) return divisor;
        }
        return TInteger.One;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Word.Ecm;

/// <summary>
/// Lenstra's elliptic curve method on two vectors of lanes, one curve a lane: a prime p of a lane's modulus is found
/// when the order of its curve modulo p is a product of prime powers up to B1 and at most one prime up to B2.
/// Source: H. W. Lenstra, "Factoring integers with elliptic curves", Annals of Math. 126 (1987), 649-673; the lay-out
/// (shared chains, one gcd a curve) after B. Buhrow's microecm as its documentation describes it.
/// </summary>
sealed unsafe class EcmRunner<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    const int MaxSlots = 192;
    const int PointVectors = CurveArithmetic<TLanes, TVector>.PointVectors;

    // Three tables of two vectors a point (X, then prefix products, then the running suffix) behind the points.
    const int TotalVectors =
        EcmCurves<TVector>.Vectors + LucasChain.Registers * PointVectors + MaxSlots * PointVectors + 2 * 2 * MaxSlots;

    readonly TVector* _registers;
    readonly TVector* _points;
    readonly TVector* _normalized;
    readonly TVector* _prefix;
    readonly EcmCurves<TVector> _curves;

    public EcmRunner()
    {
        // Lives as long as the thread's engine; vectors want their natural alignment.
        var memory = (TVector*)NativeMemory.AlignedAlloc((nuint)(TotalVectors * sizeof(TVector)), 64);
        _curves = new(memory);
        _registers = memory + EcmCurves<TVector>.Vectors;
        _points = _registers + LucasChain.Registers * PointVectors;
        _normalized = _points + MaxSlots * PointVectors;
        _prefix = _normalized + 2 * MaxSlots;
    }

    ~EcmRunner() => NativeMemory.AlignedFree(_curves.Modulus);

    public static int Lanes => 2 * TLanes.Width;

    public void SetLane(int lane, in Composite composite, ulong sigma)
    {
        ((ulong*)_curves.Modulus)[lane] = composite.Value;
        ((ulong*)_curves.Inverse)[lane] = composite.Inverse;
        ((ulong*)_curves.One)[lane] = composite.One;
        ((ulong*)_curves.Sigma)[lane] = sigma;
    }

    /// <summary>A divisor of the lane's modulus, 1 or the modulus itself when the curve told nothing.</summary>
    public ulong FactorOf(int lane)
    {
        var modulus = ((ulong*)_curves.Modulus)[lane];
        var factor = ((ulong*)_curves.Factor)[lane];
        if (factor != modulus) return factor;

        // Stage 2 swallowed every prime at once; stage 1 alone may have met only some of them.
        var z = (ulong*)(_points + 2);
        return Rho.Gcd(z[lane], modulus);
    }

    /// <summary>Runs one curve in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(EcmPlan plan)
    {
        CurveArithmetic<TLanes, TVector>.Choose(_curves, _registers + EcmPlan.StartRegister * PointVectors);
        foreach (var step in plan.StageOne)
        {
            var first = _registers + step.First * PointVectors;
            var target = _registers + step.Target * PointVectors;
            if (step.Difference == LucasChain.Doubling)
            {
                CurveArithmetic<TLanes, TVector>.Double(_curves, first, target);
            }
            else
            {
                CurveArithmetic<TLanes, TVector>.Add(
                    _curves,
                    first,
                    _registers + step.Second * PointVectors,
                    _registers + step.Difference * PointVectors,
                    target);
            }
        }

        var result = _registers + plan.ResultRegister * PointVectors;
        for (var i = 0; i < PointVectors; i++) _points[i] = result[i];
        FillPoints(plan.StageTwo);
        Normalize(plan.StageTwo.Points);
        MultiplyDifferences(plan.StageTwo.Pairs());
        TLanes.Gcd(_curves.Factor, _curves.Modulus, _curves.Factor, 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void FillPoints(StageTwoPlan plan)
    {
        foreach (var step in plan.Steps)
        {
            var first = _points + step.First * PointVectors;
            var target = _points + step.Target * PointVectors;
            if (step.Difference == StageTwoStep.Doubling)
            {
                CurveArithmetic<TLanes, TVector>.Double(_curves, first, target);
            }
            else
            {
                CurveArithmetic<TLanes, TVector>.Add(
                    _curves,
                    first,
                    _points + step.Second * PointVectors,
                    _points + step.Difference * PointVectors,
                    target);
            }
        }
    }

    /// <summary>X of every point times the Z of all others: the X over one common Z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Normalize(ReadOnlySpan<ushort> slots)
    {
        var n0 = _curves.Modulus[0];
        var n1 = _curves.Modulus[1];
        var i0 = _curves.Inverse[0];
        var i1 = _curves.Inverse[1];
        var product0 = _curves.One[0];
        var product1 = _curves.One[1];
        for (var i = 0; i < slots.Length; i++)
        {
            var point = _points + slots[i] * PointVectors;
            _prefix[2 * i] = product0;
            _prefix[2 * i + 1] = product1;
            product0 = TLanes.Multiply(product0, point[2], n0, i0);
            product1 = TLanes.Multiply(product1, point[3], n1, i1);
        }

        product0 = _curves.One[0];
        product1 = _curves.One[1];
        for (var i = slots.Length - 1; i >= 0; i--)
        {
            var point = _points + slots[i] * PointVectors;
            var x0 = TLanes.Multiply(point[0], _prefix[2 * i], n0, i0);
            var x1 = TLanes.Multiply(point[1], _prefix[2 * i + 1], n1, i1);
            _normalized[2 * i] = TLanes.Multiply(x0, product0, n0, i0);
            _normalized[2 * i + 1] = TLanes.Multiply(x1, product1, n1, i1);
            product0 = TLanes.Multiply(product0, point[2], n0, i0);
            product1 = TLanes.Multiply(product1, point[3], n1, i1);
        }
    }

    /// <summary>Two running products a vector, so that four multiplications are in flight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void MultiplyDifferences(ReadOnlySpan<StageTwoPair> pairs)
    {
        var n0 = _curves.Modulus[0];
        var n1 = _curves.Modulus[1];
        var i0 = _curves.Inverse[0];
        var i1 = _curves.Inverse[1];
        var even0 = _curves.One[0];
        var even1 = _curves.One[1];
        var odd0 = even0;
        var odd1 = even1;
        for (var i = 0; i + 1 < pairs.Length; i += 2)
        {
            var giant = _normalized + 2 * pairs[i].Giant;
            var baby = _normalized + 2 * pairs[i].Baby;
            even0 = TLanes.Multiply(even0, TLanes.Subtract(giant[0], baby[0], n0), n0, i0);
            even1 = TLanes.Multiply(even1, TLanes.Subtract(giant[1], baby[1], n1), n1, i1);
            giant = _normalized + 2 * pairs[i + 1].Giant;
            baby = _normalized + 2 * pairs[i + 1].Baby;
            odd0 = TLanes.Multiply(odd0, TLanes.Subtract(giant[0], baby[0], n0), n0, i0);
            odd1 = TLanes.Multiply(odd1, TLanes.Subtract(giant[1], baby[1], n1), n1, i1);
        }
        var last = pairs[^1];
        var difference0 = TLanes.Subtract(_normalized[2 * last.Giant], _normalized[2 * last.Baby], n0);
        var difference1 = TLanes.Subtract(_normalized[2 * last.Giant + 1], _normalized[2 * last.Baby + 1], n1);
        if (pairs.Length % 2 != 0)
        {
            even0 = TLanes.Multiply(even0, difference0, n0, i0);
            even1 = TLanes.Multiply(even1, difference1, n1, i1);
        }
        _curves.Factor[0] = TLanes.Multiply(even0, odd0, n0, i0);
        _curves.Factor[1] = TLanes.Multiply(even1, odd1, n1, i1);
    }
}

using System.Runtime.CompilerServices;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Word.Ecm;

/// <summary>
/// Points on Montgomery curves B y^2 = x^3 + A x^2 + x, by their x only, as (X : Z), in two vectors of lanes.
/// <para>
/// Sum of P and Q whose difference (x : z) is known: u = (X_P - Z_P)(X_Q + Z_Q), v = (X_P + Z_P)(X_Q - Z_Q), then
/// X = z (u + v)^2, Z = x (u - v)^2: six multiplications. Double: a = (X + Z)^2, b = (X - Z)^2, t = a - b, and with
/// (A + 2) / 4 = numerator / denominator kept as a fraction, X = a b den, Z = t (b den + t num): six multiplications,
/// one more than with the quotient but no inversion modulo n. Source: P. L. Montgomery, "Speeding the Pollard and
/// elliptic curve methods of factorization", Math. Comp. 48 (1987), section 10.3.1.
/// </para>
/// <para>
/// A multiplication waits three times as long for its operands as it occupies the multipliers, so the two vectors are
/// worked alternately. Each operation is one call on points in memory: inlined into their callers the operands
/// overflow the registers (measured: 1.6 times as slow).
/// </para>
/// </summary>
static unsafe class CurveArithmetic<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Vectors a point occupies: X of both groups, then Z of both groups.</summary>
    public const int PointVectors = 4;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Add(in EcmCurves<TVector> curves, TVector* p, TVector* q, TVector* difference, TVector* sum)
    {
        var n0 = curves.Modulus[0];
        var n1 = curves.Modulus[1];
        var i0 = curves.Inverse[0];
        var i1 = curves.Inverse[1];
        var u0 = TLanes.SubtractStraight(p[0], p[2], n0);
        var u1 = TLanes.SubtractStraight(p[1], p[3], n1);
        var v0 = TLanes.AddStraight(p[0], p[2], n0);
        var v1 = TLanes.AddStraight(p[1], p[3], n1);
        u0 = TLanes.MultiplyStraight(u0, TLanes.AddStraight(q[0], q[2], n0), n0, i0);
        u1 = TLanes.MultiplyStraight(u1, TLanes.AddStraight(q[1], q[3], n1), n1, i1);
        v0 = TLanes.MultiplyStraight(v0, TLanes.SubtractStraight(q[0], q[2], n0), n0, i0);
        v1 = TLanes.MultiplyStraight(v1, TLanes.SubtractStraight(q[1], q[3], n1), n1, i1);
        var s0 = TLanes.AddStraight(u0, v0, n0);
        var s1 = TLanes.AddStraight(u1, v1, n1);
        var t0 = TLanes.SubtractStraight(u0, v0, n0);
        var t1 = TLanes.SubtractStraight(u1, v1, n1);
        s0 = TLanes.MultiplyStraight(s0, s0, n0, i0);
        s1 = TLanes.MultiplyStraight(s1, s1, n1, i1);
        t0 = TLanes.MultiplyStraight(t0, t0, n0, i0);
        t1 = TLanes.MultiplyStraight(t1, t1, n1, i1);
        s0 = TLanes.MultiplyStraight(s0, difference[2], n0, i0);
        s1 = TLanes.MultiplyStraight(s1, difference[3], n1, i1);
        t0 = TLanes.MultiplyStraight(t0, difference[0], n0, i0);
        t1 = TLanes.MultiplyStraight(t1, difference[1], n1, i1);
        sum[0] = s0;
        sum[1] = s1;
        sum[2] = t0;
        sum[3] = t1;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Double(in EcmCurves<TVector> curves, TVector* p, TVector* result)
    {
        var n0 = curves.Modulus[0];
        var n1 = curves.Modulus[1];
        var i0 = curves.Inverse[0];
        var i1 = curves.Inverse[1];
        var a0 = TLanes.AddStraight(p[0], p[2], n0);
        var a1 = TLanes.AddStraight(p[1], p[3], n1);
        var b0 = TLanes.SubtractStraight(p[0], p[2], n0);
        var b1 = TLanes.SubtractStraight(p[1], p[3], n1);
        a0 = TLanes.MultiplyStraight(a0, a0, n0, i0);
        a1 = TLanes.MultiplyStraight(a1, a1, n1, i1);
        b0 = TLanes.MultiplyStraight(b0, b0, n0, i0);
        b1 = TLanes.MultiplyStraight(b1, b1, n1, i1);
        var t0 = TLanes.SubtractStraight(a0, b0, n0);
        var t1 = TLanes.SubtractStraight(a1, b1, n1);
        b0 = TLanes.MultiplyStraight(b0, curves.Denominator[0], n0, i0);
        b1 = TLanes.MultiplyStraight(b1, curves.Denominator[1], n1, i1);
        var z0 = TLanes.AddStraight(b0, TLanes.MultiplyStraight(t0, curves.Numerator[0], n0, i0), n0);
        var z1 = TLanes.AddStraight(b1, TLanes.MultiplyStraight(t1, curves.Numerator[1], n1, i1), n1);
        result[0] = TLanes.MultiplyStraight(a0, b0, n0, i0);
        result[1] = TLanes.MultiplyStraight(a1, b1, n1, i1);
        result[2] = TLanes.MultiplyStraight(t0, z0, n0, i0);
        result[3] = TLanes.MultiplyStraight(t1, z1, n1, i1);
    }

    /// <summary>
    /// Suyama's curve for each lane's sigma, and a point on it: u = s^2 - 5, v = 4 s, point (u^3 : v^3),
    /// (A + 2) / 4 = (v - u)^3 (3 u + v) / (16 u^3 v). Its group order is divisible by 12. Source: P. Zimmermann and
    /// B. Dodson, "20 years of ECM", ANTS-VII (2006), section 2.
    /// </summary>
    public static void Choose(in EcmCurves<TVector> curves, TVector* point)
    {
        for (var group = 0; group < 2; group++)
        {
            var n = curves.Modulus[group];
            var inverse = curves.Inverse[group];
            var one = curves.One[group];
            var square = TLanes.Add(one, one, n);
            // 2 R squared six times is 2^64 R: the factor that brings sigma into Montgomery form.
            for (var i = 0; i < 6; i++) square = TLanes.Multiply(square, square, n, inverse);

            var sigma = TLanes.Multiply(curves.Sigma[group], square, n, inverse);
            var two = TLanes.Add(one, one, n);
            var four = TLanes.Add(two, two, n);
            var u = TLanes.Subtract(TLanes.Multiply(sigma, sigma, n, inverse), TLanes.Add(four, one, n), n);
            var v = TLanes.Multiply(sigma, four, n, inverse);
            var x = Cube(u, n, inverse);
            var z = Cube(v, n, inverse);
            var threeU = TLanes.Add(TLanes.Add(u, u, n), u, n);
            var numerator = Cube(TLanes.Subtract(v, u, n), n, inverse);
            numerator = TLanes.Multiply(numerator, TLanes.Add(threeU, v, n), n, inverse);
            var sixteenV = TLanes.Multiply(TLanes.Multiply(v, four, n, inverse), four, n, inverse);

            curves.Numerator[group] = numerator;
            curves.Denominator[group] = TLanes.Multiply(sixteenV, x, n, inverse);
            point[group] = x;
            point[group + 2] = z;
        }
    }

    static TVector Cube(TVector a, TVector n, TVector inverse) =>
        TLanes.Multiply(TLanes.Multiply(a, a, n, inverse), a, n, inverse);
}

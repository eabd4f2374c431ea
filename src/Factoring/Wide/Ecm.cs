using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Lenstra's elliptic curve method on Montgomery curves, one curve in every lane of the ring.
/// <para>
/// Mathematics: on b y^2 = x^3 + a x^2 + x only x : z is kept. P + Q needs P - Q: with u = (x_P - z_P)(x_Q + z_Q) and
/// v = (x_P + z_P)(x_Q - z_Q), X = z_(P-Q) (u + v)^2 and Z = x_(P-Q) (u - v)^2. Doubling uses (a + 2) / 4 = num / den
/// as a fraction, so no inverse is needed. Suyama's curves have a group order divisible by 12: u = s^2 - 5, v = 4 s,
/// start u^3 : v^3, num = (v - u)^3 (3 u + v), den = 16 v u^3. Stage 1 multiplies the start by every prime power up to
/// B1; stage 2 finds one more prime up to B2 as the sum or difference of a giant and a baby step: x_g z_b - x_b z_g
/// vanishes then.
/// </para>
/// <para>Cost: about 9.5 B1 / ln 2 products for stage 1, two a pair for stage 2.</para>
/// <para>Source: H. W. Lenstra, Factoring integers with elliptic curves, Annals of Math. 126 (1987); P. L. Montgomery,
/// Speeding the Pollard and elliptic curve methods of factorization, Math. Comp. 48 (1987), section 10.</para>
/// </summary>
sealed partial class Ecm<TRing, T>
    where TRing : struct, ICurveRing<T>
    where T : struct
{
    const int ProductsOfAPoint = 6;

    // The rules that double a point and add three times.
    const int ProductsOfAStep = 4 * ProductsOfAPoint;

    readonly EcmPlan _plan;
    readonly Point[] _multiples;
    readonly T[] _products;
    Point _a;
    Point _b;
    Point _c;
    Point _t;
    Point _s;
    T _numerator;
    T _denominator;
    T _w0;
    T _w1;
    T _w2;
    T _w3;
    T _accumulated;
    int _untilLook;
    TRing _ring;
    FactoringRun _run;

    public Ecm(TRing ring, EcmPlan plan, FactoringRun run)
    {
        (_plan, _ring, _run) = (plan, ring, run);
        _multiples = new Point[Math.Max(11, (plan.Step / 2) + 2) + 1];
        _products = new T[plan.Babies.Length];
        Restart(ring, run);
    }

    /// <summary>Turns to another number.</summary>
    public void Restart(in TRing ring, FactoringRun run)
    {
        (_ring, _run, _untilLook) = (ring, run, 0);
        (_a, _b, _c, _t, _s) = (NewPoint(), NewPoint(), NewPoint(), NewPoint(), NewPoint());
        (_numerator, _denominator) = (ring.Zero(), ring.Zero());
        (_w0, _w1, _w2, _w3) = (ring.Zero(), ring.Zero(), ring.Zero(), ring.Zero());
        _accumulated = ring.Zero();
        for (var i = 1; i < _multiples.Length; i++)
        {
            if (i <= 6 || i % 6 is 1 or 5) _multiples[i] = NewPoint();
        }
        for (var i = 0; i < _products.Length; i++) _products[i] = ring.Zero();
    }

    /// <summary>Curves that one call of <see cref="Try"/> works.</summary>
    public int Lanes => _ring.Lanes;

    public TRing Ring => _ring;

    /// <summary>After <see cref="Try"/>: a divisor it shares with the modulus is what the curves have found. When that
    /// is the modulus itself, other curves are to be tried.</summary>
    public T Accumulated => _accumulated;

    /// <summary>Works one curve a lane.</summary>
    /// <returns>False when the run must end.</returns>
    public bool Try(ref ulong seed)
    {
        if (!Continue()) return false;
        ChooseCurves(ref seed);
        return StageOne() && StageTwo();
    }

    void ChooseCurves(ref ulong seed)
    {
        Span<uint> values = stackalloc uint[_ring.Lanes];
        foreach (ref var value in values) value = 6 + (uint)(SplitMix.Next(ref seed) >> 33);
        // The working points are free until stage 1 starts.
        ref var u = ref _b.X;
        ref var v = ref _b.Z;
        ref var small = ref _w0;
        _ring.Load(ref v, values);
        values.Fill(5);
        _ring.Load(ref small, values);
        _ring.Multiply(ref u, v, v);
        _ring.Subtract(ref u, u, small);
        values.Fill(4);
        _ring.Load(ref small, values);
        _ring.Multiply(ref v, v, small);

        _ring.Multiply(ref _w1, u, u);
        _ring.Multiply(ref _a.X, _w1, u);
        _ring.Multiply(ref _w1, v, v);
        _ring.Multiply(ref _a.Z, _w1, v);

        values.Fill(16);
        _ring.Load(ref small, values);
        _ring.Multiply(ref _denominator, small, v);
        _ring.Multiply(ref _denominator, _denominator, _a.X);

        values.Fill(3);
        _ring.Load(ref small, values);
        _ring.Multiply(ref _w1, u, small);
        _ring.Add(ref _w1, _w1, v);
        _ring.Subtract(ref _w2, v, u);
        _ring.Multiply(ref _w1, _w1, _w2);
        _ring.Multiply(ref _w2, _w2, _w2);
        _ring.Multiply(ref _numerator, _w2, _w1);
    }

    bool StageOne()
    {
        foreach (var rule in _plan.Chain)
        {
            Apply(rule);
            if (!Continue(ProductsOfAStep)) return false;
        }
        return true;
    }

    /// <summary>Counts the products just worked; false when the run is to end.</summary>
    bool Continue(int products)
    {
        _untilLook -= products;
        return _untilLook > 0 || Continue();
    }

    bool Continue()
    {
        _untilLook = _ring.ProductsPerLook;
        return _run.Continue();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Apply(byte rule)
    {
        switch (rule)
        {
            case LucasChain.Double:
                Double(ref _a, _a);
                break;
            case LucasChain.Start:
                Copy(ref _b, _a);
                Copy(ref _c, _a);
                Double(ref _a, _a);
                break;
            case LucasChain.Swap:
                (_a, _b) = (_b, _a);
                break;
            case LucasChain.Finish:
                Add(ref _a, _a, _b, _c);
                break;
            case 1:
                Add(ref _t, _a, _b, _c);
                Add(ref _s, _t, _a, _b);
                Add(ref _b, _b, _t, _a);
                (_a, _s) = (_s, _a);
                break;
            case 2 or 4:
                Add(ref _b, _a, _b, _c);
                Double(ref _a, _a);
                break;
            case 3:
                Add(ref _c, _a, _b, _c);
                (_b, _c) = (_c, _b);
                break;
            case 5:
                Add(ref _c, _c, _a, _b);
                Double(ref _a, _a);
                break;
            case 9:
                Add(ref _c, _c, _b, _a);
                Double(ref _b, _b);
                break;
            default:
                ApplyThirds(rule);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void ApplyThirds(byte rule)
    {
        switch (rule)
        {
            case 6:
                Double(ref _t, _a);
                Add(ref _s, _a, _b, _c);
                Add(ref _a, _t, _a, _a);
                Add(ref _t, _t, _s, _c);
                (_c, _b, _t) = (_b, _t, _c);
                break;
            case 7:
                Add(ref _t, _a, _b, _c);
                Add(ref _b, _t, _a, _b);
                Double(ref _t, _a);
                Add(ref _a, _a, _t, _a);
                break;
            default:
                Add(ref _t, _a, _b, _c);
                Add(ref _c, _c, _a, _b);
                (_b, _t) = (_t, _b);
                Double(ref _t, _a);
                Add(ref _a, _a, _t, _a);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    void Add(ref Point result, in Point one, in Point other, in Point difference)
    {
        _ring.Subtract(ref _w0, one.X, one.Z);
        _ring.Add(ref _w1, other.X, other.Z);
        _ring.Multiply(ref _w0, _w0, _w1);
        _ring.Add(ref _w1, one.X, one.Z);
        _ring.Subtract(ref _w2, other.X, other.Z);
        _ring.Multiply(ref _w1, _w1, _w2);
        _ring.Add(ref _w2, _w0, _w1);
        _ring.Subtract(ref _w1, _w0, _w1);
        _ring.Multiply(ref _w2, _w2, _w2);
        _ring.Multiply(ref _w1, _w1, _w1);
        _ring.Multiply(ref _w2, _w2, difference.Z);
        _ring.Multiply(ref result.Z, _w1, difference.X);
        _ring.Assign(ref result.X, _w2);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    void Double(ref Point result, in Point point)
    {
        _ring.Add(ref _w0, point.X, point.Z);
        _ring.Subtract(ref _w1, point.X, point.Z);
        _ring.Multiply(ref _w0, _w0, _w0);
        _ring.Multiply(ref _w1, _w1, _w1);
        _ring.Subtract(ref _w2, _w0, _w1);
        _ring.Multiply(ref _w1, _w1, _denominator);
        _ring.Multiply(ref _w3, _w2, _numerator);
        _ring.Multiply(ref result.X, _w0, _w1);
        _ring.Add(ref _w3, _w3, _w1);
        _ring.Multiply(ref result.Z, _w2, _w3);
    }

    void Copy(ref Point result, in Point value)
    {
        _ring.Assign(ref result.X, value.X);
        _ring.Assign(ref result.Z, value.Z);
    }

    Point NewPoint() => new() { X = _ring.Zero(), Z = _ring.Zero() };

    struct Point
    {
        public T X;
        public T Z;
    }
}

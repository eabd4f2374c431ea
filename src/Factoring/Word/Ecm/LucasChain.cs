using System.Diagnostics;

namespace BatchRunner.Factoring.Word.Ecm;

/// <summary>
/// A straight-line program that multiplies a point by an integer, when a sum needs the difference of its two points.
/// <para>
/// Mathematics: keep A, B and C = A - B with d A + e B = n P, start near d / e = the golden ratio, and shrink (d, e)
/// by the cheapest of nine rules until d = e = 1. Many starting ratios are tried and the cheapest program is kept.
/// Cost: about 9 multiplications for each bit of n. Source: P. L. Montgomery, "Evaluating recurrences of form
/// X_{m+n} = f(X_m, X_n, X_{m-n}) via Lucas chains" (1983, revised 1992), section 6 and table 4.
/// </para>
/// </summary>
sealed class LucasChain
{
    /// <summary>Points a program works on; the first holds P before and n P after it.</summary>
    public const int Registers = 8;

    /// <summary>Marks a doubling in place of the register that holds the difference.</summary>
    public const byte Doubling = 0xFF;

    const int AddCost = 6;
    const int DoubleCost = 6;

    readonly List<LucasStep> _steps = [];
    readonly ulong[] _multiples = new ulong[Registers];
    int _a, _b, _c;

    LucasChain(int start)
    {
        _a = _b = _c = start;
        _multiples[start] = 1;
    }

    public IReadOnlyList<LucasStep> Steps => _steps;

    /// <summary>The register in which the product stands at the end.</summary>
    public int Result => _a;

    public int Cost { get; private set; }

    /// <summary>The cheapest program found for an odd n above 2, starting from the given register.</summary>
    public static LucasChain For(ulong n, int start)
    {
        LucasChain? best = null;
        // 1 / golden ratio, and ratios whose continued fractions differ from it in one place: n modulo the rounding
        // decides which is good, so a plain scan around it does as well.
        for (var ratio = 0.50; ratio < 0.74; ratio += 0.0033)
        {
            var chain = TryRatio(n, start, ratio);
            if (chain is not null && chain.Cost < (best?.Cost ?? int.MaxValue)) best = chain;
        }
        return best ?? throw new UnreachableException($"No Lucas chain was found for {n}.");
    }

    /// <summary>The program of a single doubling.</summary>
    public static LucasChain Two(int start)
    {
        LucasChain chain = new(start);
        chain._a = chain.Double(start);
        return chain;
    }

    static LucasChain? TryRatio(ulong n, int start, double ratio)
    {
        var r = (ulong)Math.Round(n * ratio);
        if (2 * r < n || r >= n) return null;
        LucasChain chain = new(start);
        var d = n - r;
        var e = 2 * r - n;
        chain._a = chain.Double(start);
        while (d != e)
        {
            if (e == 0) return null;
            if (d < e)
            {
                (d, e) = (e, d);
                (chain._a, chain._b) = (chain._b, chain._a);
            }
            chain.Shrink(ref d, ref e);
        }
        if (d != 1) return null;
        chain._a = chain.Sum(chain._a, chain._b, chain._c);
        return chain._multiples[chain._a] == n
            ? chain
            : throw new UnreachableException($"A Lucas chain for {n} gives {chain._multiples[chain._a]}.");
    }

    void Shrink(ref ulong d, ref ulong e)
    {
        if (4 * d <= 5 * e && (d + e) % 3 == 0)
        {
            (d, e) = ((2 * d - e) / 3, (2 * e - d) / 3);
            var sum = Sum(_a, _b, _c);
            (_a, _b) = (Sum(sum, _a, _b), Sum(sum, _b, _a));
        }
        else if (4 * d <= 5 * e && (d - e) % 6 == 0)
        {
            d = (d - e) / 2;
            (_a, _b) = (Double(_a), Sum(_a, _b, _c));
        }
        else if (d <= 4 * e)
        {
            d -= e;
            (_b, _c) = (Sum(_a, _b, _c), _b);
        }
        else if ((d + e) % 2 == 0)
        {
            d = (d - e) / 2;
            (_a, _b) = (Double(_a), Sum(_a, _b, _c));
        }
        else if (d % 2 == 0)
        {
            d /= 2;
            (_a, _c) = (Double(_a), Sum(_a, _c, _b));
        }
        else
        {
            ShrinkByThree(ref d, ref e);
        }
    }

    void ShrinkByThree(ref ulong d, ref ulong e)
    {
        if (d % 3 == 0)
        {
            d = d / 3 - e;
            var twice = Double(_a);
            var sum = Sum(_a, _b, _c);
            (_a, _b, _c) = (Sum(twice, _a, _a), Sum(twice, sum, _c), _b);
        }
        else if ((d + e) % 3 == 0)
        {
            d = (d - 2 * e) / 3;
            var sum = Sum(_a, _b, _c);
            _b = Sum(sum, _a, _b);
            _a = Sum(Double(_a), _a, _a);
        }
        else if ((d - e) % 3 == 0)
        {
            d = (d - e) / 3;
            var sum = Sum(_a, _b, _c);
            _c = Sum(_a, _c, _b);
            _b = sum;
            _a = Sum(Double(_a), _a, _a);
        }
        else
        {
            // e is even here: d is odd and d + e is odd.
            e /= 2;
            (_b, _c) = (Double(_b), Sum(_c, _b, _a));
        }
    }

    int Double(int p)
    {
        Cost += DoubleCost;
        return Emit(p, p, Doubling, 2 * _multiples[p]);
    }

    /// <summary>
    /// p + q, or their difference when what is known is the sum: x alone does not tell q from -q, and the formula is
    /// the same.
    /// </summary>
    int Sum(int p, int q, int difference)
    {
        Cost += AddCost;
        var (x, y, known) = (_multiples[p], _multiples[q], _multiples[difference]);
        var gap = x > y ? x - y : y - x;
        if (known == gap) return Emit(p, q, (byte)difference, x + y);
        if (known == x + y) return Emit(p, q, (byte)difference, gap);
        throw new UnreachableException($"A Lucas chain adds {x} and {y} knowing {known}.");
    }

    int Emit(int p, int q, byte difference, ulong multiple)
    {
        var free = FreeRegister(p, q, difference);
        _multiples[free] = multiple;
        _steps.Add(new((byte)p, (byte)q, difference, (byte)free));
        return free;
    }

    /// <summary>
    /// The least recently written register that nothing still needs. At most A, B, C and two temporaries are alive.
    /// </summary>
    int FreeRegister(int p, int q, int difference)
    {
        for (var age = Registers; ; age++)
        {
            var register = (_steps.Count + age) % Registers;
            var busy = register == _a || register == _b || register == _c || register == p || register == q
                || register == difference || WrittenLately(register);
            if (!busy) return register;
        }
    }

    bool WrittenLately(int register)
    {
        for (var i = Math.Max(0, _steps.Count - 2); i < _steps.Count; i++)
        {
            if (_steps[i].Target == register) return true;
        }
        return false;
    }
}

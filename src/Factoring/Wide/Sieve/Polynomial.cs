using System.Numerics;
using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// The polynomials Q(x) = A x^2 + 2 B x + C with B^2 - A C = kN of one A after the other, and the roots of each modulo
/// every prime of the factor base.
/// <para>
/// Mathematics: (A x + B)^2 = A Q(x) (mod kN). With A = q1 ... qs and B_v = g_v A / q_v, g_v = sqrt(kN) (A/q_v)^-1
/// mod q_v, each of the 2^(s-1) sums of +-B_v is a B. From one to the next in Gray code order a single sign changes,
/// and every root moves by d_v = 2 B_v / A = 2 g_v / q_v mod p; so neither A nor B is ever reduced modulo p, only
/// words. All values stay below 2^127 for kN below 2^216, so they are computed modulo 2^128, where dividing by the odd
/// A is a multiplication by its inverse.
/// </para>
/// <para>Cost: an A about 1.5 log2 p + 3 s word products a prime, a further B one addition a prime.</para>
/// <para>Source: S. P. Contini (thesis, University of Georgia 1997), section 2.2.</para>
/// </summary>
sealed class Polynomial
{
    readonly UInt128[] _parts = new UInt128[24];
    readonly uint[] _gammas = new uint[24];
    FactorBase _base = new();
    UInt128 _product;
    UInt128 _inverseOfA;
    readonly uint[][] _shifts = new uint[24][];
    readonly bool[] _negative = new bool[24];

    public uint[] FirstRoot { get; private set; } = [];

    public uint[] SecondRoot { get; private set; } = [];

    public UInt128 A { get; private set; }

    public UInt128 B { get; private set; }

    public UInt128 C { get; private set; }

    public void Prepare(FactorBase factorBase, UInt128 productModulo128Bits)
    {
        _base = factorBase;
        _product = productModulo128Bits;
        var size = factorBase.Count + FactorBase.Padding;
        if (FirstRoot.Length >= size) return;
        FirstRoot = new uint[size];
        SecondRoot = new uint[size];
        foreach (ref var shifts in _shifts.AsSpan()) shifts = new uint[size];
    }

    /// <summary>Starts a new A; roots are those of the first B, counted from the left end of [-half, half).</summary>
    public void Start<TLanes>(ReadOnlySpan<int> factors, int half) where TLanes : unmanaged, ILanes<TLanes>
    {
        var primes = _base.Prime;
        UInt128 a = 1;
        foreach (var factor in factors) a *= primes[factor];
        A = a;
        _inverseOfA = InverseModulo128Bits(a);
        UInt128 b = 0;
        for (var v = 0; v < factors.Length; v++)
        {
            var q = primes[factors[v]];
            ulong others = 1;
            for (var w = 0; w < factors.Length; w++)
            {
                if (w != v) others = others * primes[factors[w]] % q;
            }
            var gamma = (uint)(ModularRoot.Inverse((uint)others, q) * (ulong)_base.Root[factors[v]] % q);
            if (gamma > q / 2) gamma = q - gamma;
            _gammas[v] = gamma;
            _parts[v] = a / q * gamma;
            _negative[v] = false;
            b += _parts[v];
        }
        SetB(b);
        for (var i = 0; i < _base.Count; i += TLanes.Count) FindRoots<TLanes>(factors, i, half);
    }

    /// <summary>Moves to the next B of this A; <paramref name="step"/> counts from 1 to 2^(s-1) - 1.</summary>
    public void Advance(int step, FactoringPath path)
    {
        var v = BitOperations.TrailingZeroCount(step);
        // Turning +B_v into -B_v moves every root by +d_v, and back by -d_v.
        var toNegative = !_negative[v];
        _negative[v] = toNegative;
        var change = _parts[v] << 1;
        SetB(toNegative ? B - change : B + change);
        SieveKernel.Move(FirstRoot, _shifts[v], _base.Prime, _base.Count, toNegative, path);
        SieveKernel.Move(SecondRoot, _shifts[v], _base.Prime, _base.Count, toNegative, path);
    }

    void SetB(UInt128 b)
    {
        B = b;
        C = unchecked(((b * b) - _product) * _inverseOfA);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void FindRoots<TLanes>(ReadOnlySpan<int> factors, int at, int half) where TLanes : unmanaged, ILanes<TLanes>
    {
        var prime = TLanes.Load(ref _base.PrimeReal[0], at);
        var reciprocal = TLanes.Load(ref _base.Reciprocal[0], at);
        var product = TLanes.All(1);
        foreach (var factor in factors)
            product = ResidueLanes.Multiply(product, TLanes.All(_base.Prime[factor]), prime, reciprocal);
        var bits = 32 - BitOperations.LeadingZeroCount(_base.Prime[Math.Min(at + TLanes.Count, _base.Count) - 1]);
        var inverse = ResidueLanes.Inverse(product, prime, reciprocal, bits);

        var shift = (stackalloc double[TLanes.Count]);
        var centre = TLanes.All(0);
        for (var v = 0; v < factors.Length; v++)
        {
            var term = ResidueLanes.Multiply(inverse, TLanes.All(_gammas[v]), prime, reciprocal);
            for (var w = 0; w < factors.Length; w++)
            {
                if (w != v) term = ResidueLanes.Multiply(term, TLanes.All(_base.Prime[factors[w]]), prime, reciprocal);
            }
            centre += term;
            term += term;
            TLanes.Store(TLanes.AddIfNegative(term - prime, prime), ref shift[0], 0);
            for (var lane = 0; lane < TLanes.Count; lane++) _shifts[v][at + lane] = (uint)shift[lane];
        }

        var offset = ResidueLanes.Reduce(TLanes.All(half) - centre + (prime * TLanes.All(32)), prime, reciprocal);
        var root = ResidueLanes.Multiply(inverse, TLanes.Load(ref _base.Root[0], at), prime, reciprocal);
        TLanes.Store(TLanes.AddIfNegative(offset + root - prime, prime), ref shift[0], 0);
        for (var lane = 0; lane < TLanes.Count; lane++) FirstRoot[at + lane] = (uint)shift[lane];
        TLanes.Store(TLanes.AddIfNegative(offset - root, prime), ref shift[0], 0);
        for (var lane = 0; lane < TLanes.Count; lane++) SecondRoot[at + lane] = (uint)shift[lane];
    }

    static UInt128 InverseModulo128Bits(UInt128 odd)
    {
        UInt128 inverse = Ring128.InverseModuloWord((ulong)odd);
        return inverse * (2 - (odd * inverse));
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Arithmetic modulo one odd number below 2^145 in three signed digits of 50 bits a lane, R = 2^150.
/// <para>
/// Mathematics: Montgomery's reduction digit by digit with signed factors keeps every product within one modulus
/// around zero as long as R is 16 times the modulus or more; so nothing is ever compared or conditionally subtracted,
/// and sums of products may be multiplied as they are.
/// </para>
/// <para>Cost: some 110 floating-point instructions a group of lanes; several groups side by side hide their
/// latency.</para>
/// <para>Source: see <see cref="LaneDigits"/>; P. L. Montgomery, Math. Comp. 44 (1985).</para>
/// </summary>
readonly struct ThreeDigitRing<TLanes>
    : ICurveRing<LaneResidue>, IDivisors<LaneResidue, UInt128>, IDivisors<LaneResidue, BigInteger>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Longest modulus.</summary>
    public const int MostBits = 145;

    const int Digits = 3;

    readonly LaneMemory _memory;
    readonly double[] _words;
    readonly LaneResidue _square;
    readonly BigInteger _modulus;
    readonly Ring128 _ring;
    readonly int _groups;
    readonly double _inverse;
    readonly double _n0;
    readonly double _n1;
    readonly double _n2;

    /// <param name="modulus">Odd, of more than 128 and at most <see cref="MostBits"/> bits.</param>
    /// <param name="memory">Everything it held before is lost.</param>
    /// <param name="groups">Vectors side by side.</param>
    /// <param name="elements">How many residues will be asked for.</param>
    public ThreeDigitRing(BigInteger modulus, LaneMemory memory, int groups, int elements)
        : this(memory, groups, elements)
    {
        _modulus = modulus;
        _inverse = LaneDigits.NegativeInverse((ulong)(modulus & ulong.MaxValue));
        var digits = LaneDigits.Of(modulus, Digits);
        (_n0, _n1, _n2) = (digits[0], digits[1], digits[2]);
        Fill(_square, LaneDigits.Of((BigInteger.One << (2 * Digits * LaneDigits.Bits)) % modulus, Digits));
    }

    /// <param name="ring">Of a modulus above 2^63.</param>
    /// <param name="memory">Everything it held before is lost.</param>
    /// <param name="groups">Vectors side by side.</param>
    /// <param name="elements">How many residues will be asked for.</param>
    public ThreeDigitRing(in Ring128 ring, LaneMemory memory, int groups, int elements)
        : this(memory, groups, elements)
    {
        _ring = ring;
        _inverse = LaneDigits.NegativeInverse((ulong)ring.Modulus);
        var digits = (stackalloc double[Digits]);
        LaneDigits.Write(ring.Modulus, digits);
        (_n0, _n1, _n2) = (digits[0], digits[1], digits[2]);
        LaneDigits.Write(ring.PowerOfTwo((2 * Digits * LaneDigits.Bits) - 128), digits);
        Fill(_square, digits);
    }

    ThreeDigitRing(LaneMemory memory, int groups, int elements)
    {
        (_memory, _groups) = (memory, groups);
        memory.Reserve((elements + 1) * Digits * ((groups * TLanes.Count) + 7));
        _words = memory.Words;
        _square = Zero();
    }

    public int Lanes => _groups * TLanes.Count;

    public int ProductsPerLook => LimbSpan.ProductsPerLook(Digits);

    public LaneResidue Zero()
    {
        var residue = new LaneResidue(_memory.Take(Digits * Lanes));
        _words.AsSpan(residue.Offset, Digits * Lanes).Clear();
        return residue;
    }

    public void Assign(ref LaneResidue result, in LaneResidue value) =>
        _words.AsSpan(value.Offset, Digits * Lanes).CopyTo(_words.AsSpan(result.Offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref LaneResidue result, in LaneResidue left, in LaneResidue right)
    {
        ref var words = ref MemoryMarshal.GetArrayDataReference(_words);
        var end = Digits * Lanes;
        for (var i = 0; i < end; i += TLanes.Count)
        {
            var sum = TLanes.Load(ref words, left.Offset + i) + TLanes.Load(ref words, right.Offset + i);
            TLanes.Store(sum, ref words, result.Offset + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Subtract(ref LaneResidue result, in LaneResidue left, in LaneResidue right)
    {
        ref var words = ref MemoryMarshal.GetArrayDataReference(_words);
        var end = Digits * Lanes;
        for (var i = 0; i < end; i += TLanes.Count)
        {
            var difference = TLanes.Load(ref words, left.Offset + i) - TLanes.Load(ref words, right.Offset + i);
            TLanes.Store(difference, ref words, result.Offset + i);
        }
    }

    public void Load(ref LaneResidue result, ReadOnlySpan<uint> values)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            for (var digit = 0; digit < Digits; digit++) _words[Place(result, digit, lane)] = 0;
            _words[Place(result, 0, lane)] = values[lane];
        }
        Multiply(ref result, result, _square);
    }

    UInt128 IDivisors<LaneResidue, UInt128>.CommonDivisor(in LaneResidue value)
    {
        var residues = (stackalloc UInt128[Lanes]);
        var shift = _ring.PowerOfTwo(LaneDigits.Bits);
        for (var lane = 0; lane < residues.Length; lane++)
        {
            for (var digit = Digits - 1; digit >= 0; digit--)
                residues[lane] = LaneDigits.Append(_ring, shift, residues[lane], _words[Place(value, digit, lane)]);
        }
        return LaneDigits.CommonDivisor(residues, _ring);
    }

    BigInteger IDivisors<LaneResidue, BigInteger>.CommonDivisor(in LaneResidue value)
    {
        var residues = new BigInteger[Lanes];
        for (var lane = 0; lane < residues.Length; lane++)
        {
            for (var digit = Digits - 1; digit >= 0; digit--)
                residues[lane] = (residues[lane] << LaneDigits.Bits) + (long)_words[Place(value, digit, lane)];
        }
        return LaneDigits.CommonDivisor(residues, _modulus);
    }

    public void Multiply(ref LaneResidue result, in LaneResidue left, in LaneResidue right)
    {
        var size = Digits * TLanes.Count;
        for (var group = 0; group < _groups; group++)
            MultiplyGroup(result.Offset + (group * size), left.Offset + (group * size), right.Offset + (group * size));
    }

    void Fill(LaneResidue residue, ReadOnlySpan<double> digits)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            for (var digit = 0; digit < Digits; digit++) _words[Place(residue, digit, lane)] = digits[digit];
        }
    }

    static int Place(LaneResidue residue, int digit, int lane) =>
        residue.Offset + (((lane / TLanes.Count * Digits) + digit) * TLanes.Count) + (lane % TLanes.Count);

    // Inlined into its caller it uses up what the just-in-time compiler allows to be inlined there, and some of its
    // one-instruction operations become calls: a curve then takes twice as long.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    void MultiplyGroup(int result, int left, int right)
    {
        ref var words = ref MemoryMarshal.GetArrayDataReference(_words);
        var zero = TLanes.All(0);
        var down = TLanes.All(LaneDigits.Down);
        var a0 = TLanes.Load(ref words, left);
        var a1 = TLanes.Load(ref words, left + TLanes.Count);
        var a2 = TLanes.Load(ref words, left + (2 * TLanes.Count));
        var b0 = TLanes.Load(ref words, right);
        var b1 = TLanes.Load(ref words, right + TLanes.Count);
        var b2 = TLanes.Load(ref words, right + (2 * TLanes.Count));
        TLanes low0 = zero, low1 = zero, low2 = zero, low3 = zero, low4 = zero;
        TLanes high0 = zero, high1 = zero, high2 = zero, high3 = zero, high4 = zero;
        LaneDigits.AddProduct(a0, b0, ref low0, ref high0);
        LaneDigits.AddProduct(a0, b1, ref low1, ref high1);
        LaneDigits.AddProduct(a0, b2, ref low2, ref high2);
        LaneDigits.AddProduct(a1, b0, ref low1, ref high1);
        LaneDigits.AddProduct(a1, b1, ref low2, ref high2);
        LaneDigits.AddProduct(a1, b2, ref low3, ref high3);
        LaneDigits.AddProduct(a2, b0, ref low2, ref high2);
        LaneDigits.AddProduct(a2, b1, ref low3, ref high3);
        LaneDigits.AddProduct(a2, b2, ref low4, ref high4);
        low1 = TLanes.MultiplyAdd(high0, down, low1);
        low2 = TLanes.MultiplyAdd(high1, down, low2);
        low3 = TLanes.MultiplyAdd(high2, down, low3);
        low4 = TLanes.MultiplyAdd(high3, down, low4);
        var low5 = high4 * down;
        Reduce(ref low0, ref low1, ref low2, ref low3);
        Reduce(ref low1, ref low2, ref low3, ref low4);
        Reduce(ref low2, ref low3, ref low4, ref low5);

        var carry = LaneDigits.Carry(low3);
        low3 -= carry;
        low4 = TLanes.MultiplyAdd(carry, down, low4);
        carry = LaneDigits.Carry(low4);
        low4 -= carry;
        low5 = TLanes.MultiplyAdd(carry, down, low5);
        TLanes.Store(low3, ref words, result);
        TLanes.Store(low4, ref words, result + TLanes.Count);
        TLanes.Store(low5, ref words, result + (2 * TLanes.Count));
    }

    /// <summary>Adds the multiple of the modulus that clears the first column, and carries that column on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Reduce(ref TLanes c0, ref TLanes c1, ref TLanes c2, ref TLanes c3)
    {
        var down = TLanes.All(LaneDigits.Down);
        var factor = LaneDigits.ReductionFactor(c0, TLanes.All(_inverse));
        TLanes high0 = TLanes.All(0), high1 = TLanes.All(0), high2 = TLanes.All(0);
        LaneDigits.AddProduct(factor, TLanes.All(_n0), ref c0, ref high0);
        LaneDigits.AddProduct(factor, TLanes.All(_n1), ref c1, ref high1);
        LaneDigits.AddProduct(factor, TLanes.All(_n2), ref c2, ref high2);
        c1 = TLanes.MultiplyAdd(c0 + high0, down, c1);
        c2 = TLanes.MultiplyAdd(high1, down, c2);
        c3 = TLanes.MultiplyAdd(high2, down, c3);
    }
}

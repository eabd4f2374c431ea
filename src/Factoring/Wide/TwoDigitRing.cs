using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Arithmetic modulo one odd number below 2^95 in two signed digits of 50 bits a lane, R = 2^100.
/// <para>
/// Mathematics: Montgomery's reduction digit by digit with signed factors keeps every product within one modulus
/// around zero as long as R is 16 times the modulus or more; so nothing is ever compared or conditionally subtracted,
/// and sums of products may be multiplied as they are.
/// </para>
/// <para>Cost: some 57 floating-point instructions a group of lanes; several groups side by side hide their
/// latency.</para>
/// <para>Source: see <see cref="LaneDigits"/>; P. L. Montgomery, Math. Comp. 44 (1985).</para>
/// </summary>
readonly struct TwoDigitRing<TLanes> : ICurveRing<LaneResidue>, IDivisors<LaneResidue, UInt128>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Longest modulus.</summary>
    public const int MostBits = 95;

    const int Digits = 2;

    readonly LaneMemory _memory;
    readonly double[] _words;
    readonly LaneResidue _square;
    readonly Ring128 _ring;
    readonly int _groups;
    readonly double _inverse;
    readonly double _n0;
    readonly double _n1;

    /// <param name="ring">Of a modulus above 2^63 and of at most <see cref="MostBits"/> bits.</param>
    /// <param name="memory">Everything it held before is lost.</param>
    /// <param name="groups">Vectors side by side.</param>
    /// <param name="elements">How many residues will be asked for.</param>
    public TwoDigitRing(in Ring128 ring, LaneMemory memory, int groups, int elements)
    {
        (_ring, _memory, _groups) = (ring, memory, groups);
        memory.Reserve((elements + 1) * Digits * ((groups * TLanes.Count) + 7));
        _words = memory.Words;
        _inverse = LaneDigits.NegativeInverse((ulong)ring.Modulus);
        var digits = (stackalloc double[Digits]);
        LaneDigits.Write(ring.Modulus, digits);
        _n0 = digits[0];
        _n1 = digits[1];
        _square = Zero();
        LaneDigits.Write(ring.PowerOfTwo((2 * Digits * LaneDigits.Bits) - 128), digits);
        Fill(_square, digits);
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

    public UInt128 CommonDivisor(in LaneResidue value)
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
        var b0 = TLanes.Load(ref words, right);
        var b1 = TLanes.Load(ref words, right + TLanes.Count);
        TLanes low0 = zero, low1 = zero, low2 = zero;
        TLanes high0 = zero, high1 = zero, high2 = zero;
        LaneDigits.AddProduct(a0, b0, ref low0, ref high0);
        LaneDigits.AddProduct(a0, b1, ref low1, ref high1);
        LaneDigits.AddProduct(a1, b0, ref low1, ref high1);
        LaneDigits.AddProduct(a1, b1, ref low2, ref high2);
        low1 = TLanes.MultiplyAdd(high0, down, low1);
        low2 = TLanes.MultiplyAdd(high1, down, low2);
        var low3 = high2 * down;
        Reduce(ref low0, ref low1, ref low2);
        Reduce(ref low1, ref low2, ref low3);

        var carry = LaneDigits.Carry(low2);
        low2 -= carry;
        low3 = TLanes.MultiplyAdd(carry, down, low3);
        TLanes.Store(low2, ref words, result);
        TLanes.Store(low3, ref words, result + TLanes.Count);
    }

    /// <summary>Adds the multiple of the modulus that clears the first column, and carries that column on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Reduce(ref TLanes c0, ref TLanes c1, ref TLanes c2)
    {
        var down = TLanes.All(LaneDigits.Down);
        var factor = LaneDigits.ReductionFactor(c0, TLanes.All(_inverse));
        TLanes high0 = TLanes.All(0), high1 = TLanes.All(0);
        LaneDigits.AddProduct(factor, TLanes.All(_n0), ref c0, ref high0);
        LaneDigits.AddProduct(factor, TLanes.All(_n1), ref c1, ref high1);
        c1 = TLanes.MultiplyAdd(c0 + high0, down, c1);
        c2 = TLanes.MultiplyAdd(high1, down, c2);
    }
}

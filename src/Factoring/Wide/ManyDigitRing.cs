using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Arithmetic modulo one odd number of up to <see cref="MostBits"/> bits in signed digits of 50 bits a lane: as
/// <see cref="TwoDigitRing{TLanes}"/>, for any number of digits.
/// <para>
/// Mathematics: a column gathers four parts a digit, each at most 2^51 and of random sign. After every
/// <see cref="StepsPerCarry"/> digits what exceeds a digit is carried on: without that a product of 12 digits in some
/// thousands comes near 2^53 and spoils its curve. A sum that still did would spoil one curve, never an answer, because
/// divisors are taken from the number itself.
/// </para>
/// <para>Cost: 10 k^2 floating-point instructions for k digits and one vector of lanes.</para>
/// <para>Source: see <see cref="LaneDigits"/>; C. K. Koc, T. Acar, B. Kaliski, IEEE Micro 16 (1996) (CIOS).</para>
/// </summary>
readonly struct ManyDigitRing<TLanes> : ICurveRing<LaneResidue>, IDivisors<LaneResidue, BigInteger>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Longest modulus: above it the limbs of plain words are as good.</summary>
    public const int MostBits = 595;

    // A column's sum is then six standard deviations below what its reduction bears.
    const int StepsPerCarry = 4;

    readonly LaneMemory _memory;
    readonly double[] _words;
    readonly double[] _modulusDigits;
    readonly LaneResidue _square;
    readonly BigInteger _modulus;
    readonly int _digits;
    readonly double _inverse;

    /// <param name="modulus">Odd, at most <see cref="MostBits"/> bits.</param>
    /// <param name="memory">Everything it held before is lost.</param>
    /// <param name="elements">How many residues will be asked for.</param>
    public ManyDigitRing(BigInteger modulus, LaneMemory memory, int elements)
    {
        (_modulus, _memory) = (modulus, memory);
        _digits = ((int)modulus.GetBitLength() + 4 + LaneDigits.Bits) / LaneDigits.Bits;
        memory.Reserve((elements + 1) * _digits * (TLanes.Count + 7));
        _words = memory.Words;
        _inverse = LaneDigits.NegativeInverse((ulong)(modulus & ulong.MaxValue));
        _modulusDigits = LaneDigits.Of(modulus, _digits);
        _square = Zero();
        var digits = LaneDigits.Of((BigInteger.One << (2 * _digits * LaneDigits.Bits)) % modulus, _digits);
        for (var i = 0; i < _digits; i++)
            TLanes.Store(TLanes.All(digits[i]), ref _words[0], _square.Offset + (i * TLanes.Count));
    }

    public int Lanes => TLanes.Count;

    public int ProductsPerLook => LimbSpan.ProductsPerLook(_digits);

    int Size => _digits * TLanes.Count;

    public LaneResidue Zero()
    {
        var residue = new LaneResidue(_memory.Take(Size));
        _words.AsSpan(residue.Offset, Size).Clear();
        return residue;
    }

    public void Assign(ref LaneResidue result, in LaneResidue value) =>
        _words.AsSpan(value.Offset, Size).CopyTo(_words.AsSpan(result.Offset));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ref LaneResidue result, in LaneResidue left, in LaneResidue right)
    {
        ref var words = ref MemoryMarshal.GetArrayDataReference(_words);
        var end = Size;
        for (var i = 0; i < end; i += TLanes.Count)
        {
            var sum = TLanes.Load(ref words, left.Offset + i) + TLanes.Load(ref words, right.Offset + i);
            TLanes.Store(sum, ref words, result.Offset + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Subtract(ref LaneResidue result, in LaneResidue left, in LaneResidue right)
    {
        ref var words = ref MemoryMarshal.GetArrayDataReference(_words);
        var end = Size;
        for (var i = 0; i < end; i += TLanes.Count)
        {
            var difference = TLanes.Load(ref words, left.Offset + i) - TLanes.Load(ref words, right.Offset + i);
            TLanes.Store(difference, ref words, result.Offset + i);
        }
    }

    public void Load(ref LaneResidue result, ReadOnlySpan<uint> values)
    {
        _words.AsSpan(result.Offset, Size).Clear();
        for (var lane = 0; lane < Lanes; lane++) _words[result.Offset + lane] = values[lane];
        Multiply(ref result, result, _square);
    }

    public BigInteger CommonDivisor(in LaneResidue value)
    {
        var residues = new BigInteger[Lanes];
        for (var lane = 0; lane < residues.Length; lane++)
        {
            for (var digit = _digits - 1; digit >= 0; digit--)
            {
                var word = (long)_words[value.Offset + (digit * TLanes.Count) + lane];
                residues[lane] = (residues[lane] << LaneDigits.Bits) + word;
            }
        }
        return LaneDigits.CommonDivisor(residues, _modulus);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(ref LaneResidue result, in LaneResidue left, in LaneResidue right)
    {
        var columns = (stackalloc TLanes[(2 * _digits) + 1]);
        ref var column = ref MemoryMarshal.GetReference(columns);
        ref var words = ref MemoryMarshal.GetArrayDataReference(_words);
        ref var modulus = ref MemoryMarshal.GetArrayDataReference(_modulusDigits);
        var down = TLanes.All(LaneDigits.Down);
        var inverse = TLanes.All(_inverse);
        for (var i = 0; i < _digits; i++)
        {
            ref var lowest = ref Unsafe.Add(ref column, i);
            var digit = TLanes.Load(ref words, right.Offset + (i * TLanes.Count));
            for (var j = 0; j < _digits; j++)
            {
                var other = TLanes.Load(ref words, left.Offset + (j * TLanes.Count));
                AddProduct(other, digit, ref Unsafe.Add(ref lowest, j));
            }

            var factor = LaneDigits.ReductionFactor(lowest, inverse);
            for (var j = 0; j < _digits; j++)
                AddProduct(factor, TLanes.All(Unsafe.Add(ref modulus, j)), ref Unsafe.Add(ref lowest, j));
            ref var next = ref Unsafe.Add(ref lowest, 1);
            next = TLanes.MultiplyAdd(lowest, down, next);
            if (i % StepsPerCarry == StepsPerCarry - 1 && i < _digits - 1) CarryOn(ref next, _digits);
        }

        for (var i = 0; i < _digits; i++)
        {
            ref var current = ref Unsafe.Add(ref column, _digits + i);
            if (i < _digits - 1)
            {
                var carry = LaneDigits.Carry(current);
                current -= carry;
                ref var above = ref Unsafe.Add(ref current, 1);
                above = TLanes.MultiplyAdd(carry, down, above);
            }
            TLanes.Store(current, ref words, result.Offset + (i * TLanes.Count));
        }
    }

    /// <summary>Brings so many columns back to a digit each; from the top, so that each carries once.</summary>
    static void CarryOn(ref TLanes column, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            ref var current = ref Unsafe.Add(ref column, i);
            var carry = LaneDigits.Carry(current);
            current -= carry;
            ref var above = ref Unsafe.Add(ref current, 1);
            above = TLanes.MultiplyAdd(carry, TLanes.All(LaneDigits.Down), above);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddProduct(TLanes left, TLanes right, ref TLanes column)
    {
        var upper = TLanes.MultiplyAdd(left, right, TLanes.All(LaneDigits.Rounder)) - TLanes.All(LaneDigits.Rounder);
        column += TLanes.MultiplySubtract(left, right, upper);
        ref var next = ref Unsafe.Add(ref column, 1);
        next = TLanes.MultiplyAdd(upper, TLanes.All(LaneDigits.Down), next);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Word.Batch;

/// <summary>
/// The Lucas step of <see cref="Primality"/> on two vectors of lanes. Only numbers that passed the strong test to base
/// 2 and are no squares come here: together the two are a proof below 2^64. Cost: two multiplications a bit that do
/// not wait for each other.
/// </summary>
sealed unsafe class LucasTests<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    const int Vectors = 2;

    readonly TVector* _modulus;
    readonly TVector* _inverse;
    readonly TVector* _one;
    readonly TVector* _exponent;
    readonly TVector* _parameter;
    readonly TVector* _low;
    int _longest;
    int _mostTwos;

    public LucasTests()
    {
        _modulus = (TVector*)NativeMemory.AlignedAlloc((nuint)(6 * Vectors * sizeof(TVector)), 64);
        _inverse = _modulus + Vectors;
        _one = _inverse + Vectors;
        _exponent = _one + Vectors;
        _parameter = _exponent + Vectors;
        _low = _parameter + Vectors;
        for (var lane = 0; lane < Lanes; lane++) SetLane(lane, 7, Montgomery.InverseOf(7), 2, 3);
        Clear();
    }

    ~LucasTests() => NativeMemory.AlignedFree(_modulus);

    public static int Lanes => Vectors * TLanes.Width;

    /// <summary>Begins a new set of numbers; lanes not set keep their last one, and their verdict is void.</summary>
    public void Clear()
    {
        _longest = 1;
        _mostTwos = 1;
    }

    /// <summary>Sets a lane; the parameter is P of <see cref="Primality.LucasParameter"/>.</summary>
    public void SetLane(int lane, ulong number, ulong inverse, ulong one, uint parameter)
    {
        var twos = BitOperations.TrailingZeroCount(number + 1);
        var exponent = (number + 1) >> twos;
        ((ulong*)_modulus)[lane] = number;
        ((ulong*)_inverse)[lane] = inverse;
        ((ulong*)_one)[lane] = one;
        ((ulong*)_exponent)[lane] = exponent;
        ((ulong*)_parameter)[lane] = parameter;
        _longest = Math.Max(_longest, 64 - BitOperations.LeadingZeroCount(exponent));
        _mostTwos = Math.Max(_mostTwos, twos);
    }

    /// <summary>Bit i is set when lane i passes.</summary>
    public uint Pass()
    {
        Enter();
        Climb();
        return Judge();
    }

    /// <summary>P in Montgomery form.</summary>
    void Enter()
    {
        for (var i = 0; i < Vectors; i++)
        {
            var square = TLanes.Add(_one[i], _one[i], _modulus[i]);
            for (var k = 0; k < 6; k++) square = TLanes.Multiply(square, square, _modulus[i], _inverse[i]);
            _parameter[i] = TLanes.Multiply(_parameter[i], square, _modulus[i], _inverse[i]);
        }
    }

    /// <summary>From (V_0, V_1) up the bits of d: V_2k = V_k^2 - 2, V_(2k+1) = V_k V_(k+1) - P.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Climb()
    {
        var (n0, n1) = (_modulus[0], _modulus[1]);
        var (i0, i1) = (_inverse[0], _inverse[1]);
        var (e0, e1) = (_exponent[0], _exponent[1]);
        var (p0, p1) = (_parameter[0], _parameter[1]);
        var two0 = TLanes.Add(_one[0], _one[0], n0);
        var two1 = TLanes.Add(_one[1], _one[1], n1);
        var (low0, low1, high0, high1) = (two0, two1, p0, p1);
        for (var skip = 64 - _longest; skip > 0; skip--)
        {
            e0 = TLanes.ShiftLeftOne(e0);
            e1 = TLanes.ShiftLeftOne(e1);
        }
        for (var bit = 0; bit < _longest; bit++)
        {
            var same0 = TLanes.SelectByTopBit(e0, high0, low0);
            var same1 = TLanes.SelectByTopBit(e1, high1, low1);
            var middle0 = TLanes.Subtract(TLanes.Multiply(low0, high0, n0, i0), p0, n0);
            var middle1 = TLanes.Subtract(TLanes.Multiply(low1, high1, n1, i1), p1, n1);
            same0 = TLanes.Subtract(TLanes.Multiply(same0, same0, n0, i0), two0, n0);
            same1 = TLanes.Subtract(TLanes.Multiply(same1, same1, n1, i1), two1, n1);
            low0 = TLanes.SelectByTopBit(e0, middle0, same0);
            low1 = TLanes.SelectByTopBit(e1, middle1, same1);
            high0 = TLanes.SelectByTopBit(e0, same0, middle0);
            high1 = TLanes.SelectByTopBit(e1, same1, middle1);
            e0 = TLanes.ShiftLeftOne(e0);
            e1 = TLanes.ShiftLeftOne(e1);
        }
        (_low[0], _low[1]) = (low0, low1);
    }

    uint Judge()
    {
        uint passing = 0;
        for (var i = 0; i < Vectors; i++)
        {
            var n = _modulus[i];
            var zero = TLanes.Subtract(n, n, n);
            var two = TLanes.Add(_one[i], _one[i], n);
            var value = _low[i];
            var lanes = TLanes.Equal(value, two) | TLanes.Equal(value, TLanes.Subtract(zero, two, n));
            for (var r = 0; r < _mostTwos - 1; r++)
            {
                lanes |= TLanes.Equal(value, zero) & LanesWithTwos(i, r + 1);
                value = TLanes.Subtract(TLanes.Multiply(value, value, n, _inverse[i]), two, n);
            }
            passing |= lanes << (i * TLanes.Width);
        }
        return passing;
    }

    /// <summary>The lanes of a vector whose number plus one has more than r factors of two.</summary>
    uint LanesWithTwos(int vector, int r)
    {
        var numbers = (ulong*)(_modulus + vector);
        uint lanes = 0;
        for (var lane = 0; lane < TLanes.Width; lane++)
        {
            if (BitOperations.TrailingZeroCount(numbers[lane] + 1) > r) lanes |= 1u << lane;
        }
        return lanes;
    }
}

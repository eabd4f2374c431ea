using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Word.Batch;

/// <summary>
/// Strong probable-prime tests of many numbers side by side: n - 1 = d 2^s; n passes to base b when b^d = 1 or
/// b^(d 2^r) = -1 for an r below s. Four vectors are in flight, because each power waits for the one before. Cost: a
/// multiplication a bit for base 2, two for another base. Source: G. L. Miller (1976), M. O. Rabin, "Probabilistic
/// algorithm for testing primality", J. Number Theory 12 (1980), 128-138.
/// </summary>
sealed unsafe class StrongTests<TLanes, TVector, TMultiplier>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
    where TMultiplier : struct, IMultiplier<TVector>
{
    const int Vectors = 4;

    readonly TVector* _modulus;
    readonly TVector* _inverse;
    readonly TVector* _one;
    readonly TVector* _exponent;
    readonly TVector* _power;
    readonly TVector* _base;
    int _longest;
    int _mostTwos;

    public StrongTests()
    {
        _modulus = (TVector*)NativeMemory.AlignedAlloc((nuint)(6 * Vectors * sizeof(TVector)), 64);
        _inverse = _modulus + Vectors;
        _one = _inverse + Vectors;
        _exponent = _one + Vectors;
        _power = _exponent + Vectors;
        _base = _power + Vectors;
        for (var lane = 0; lane < Lanes; lane++) SetLane(lane, 3, 0xAAAAAAAAAAAAAAABUL, 1);
        Clear();
    }

    ~StrongTests() => NativeMemory.AlignedFree(_modulus);

    public static int Lanes => Vectors * TLanes.Width;

    /// <summary>Begins a new set of numbers; lanes not set keep their last one, and their verdict is void.</summary>
    public void Clear()
    {
        _longest = 1;
        _mostTwos = 1;
    }

    /// <summary>Sets a lane; one is R modulo the number.</summary>
    public void SetLane(int lane, ulong number, ulong inverse, ulong one)
    {
        var twos = BitOperations.TrailingZeroCount(number - 1);
        var exponent = (number - 1) >> twos;
        ((ulong*)_modulus)[lane] = number;
        ((ulong*)_inverse)[lane] = inverse;
        ((ulong*)_one)[lane] = one;
        ((ulong*)_exponent)[lane] = exponent;
        _longest = Math.Max(_longest, 64 - BitOperations.LeadingZeroCount(exponent));
        _mostTwos = Math.Max(_mostTwos, twos);
    }

    /// <summary>Bit i is set when lane i passes to base 2.</summary>
    public uint PassBaseTwo()
    {
        RaiseTwo();
        return Judge();
    }

    /// <summary>Bit i is set when lane i passes to a small odd base that no number in the lanes divides.</summary>
    public uint PassBase(int odd)
    {
        Enter(odd);
        Raise();
        return Judge();
    }

    /// <summary>The base in Montgomery form, by doubling and adding 1.</summary>
    void Enter(int value)
    {
        for (var i = 0; i < Vectors; i++)
        {
            var residue = _one[i];
            for (var bit = BitOperations.Log2((uint)value) - 1; bit >= 0; bit--)
            {
                residue = TLanes.Add(residue, residue, _modulus[i]);
                if (((value >> bit) & 1) != 0) residue = TLanes.Add(residue, _one[i], _modulus[i]);
            }
            _base[i] = residue;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void RaiseTwo()
    {
        var (n0, n1, n2, n3) = (_modulus[0], _modulus[1], _modulus[2], _modulus[3]);
        var (i0, i1, i2, i3) = (_inverse[0], _inverse[1], _inverse[2], _inverse[3]);
        var (e0, e1, e2, e3) = (_exponent[0], _exponent[1], _exponent[2], _exponent[3]);
        var (x0, x1, x2, x3) = (_one[0], _one[1], _one[2], _one[3]);
        for (var skip = 64 - _longest; skip > 0; skip--)
        {
            e0 = TLanes.ShiftLeftOne(e0);
            e1 = TLanes.ShiftLeftOne(e1);
            e2 = TLanes.ShiftLeftOne(e2);
            e3 = TLanes.ShiftLeftOne(e3);
        }
        for (var bit = 0; bit < _longest; bit++)
        {
            x0 = TMultiplier.Multiply(x0, x0, n0, i0);
            x1 = TMultiplier.Multiply(x1, x1, n1, i1);
            x2 = TMultiplier.Multiply(x2, x2, n2, i2);
            x3 = TMultiplier.Multiply(x3, x3, n3, i3);
            x0 = TLanes.SelectByTopBit(e0, TLanes.Add(x0, x0, n0), x0);
            x1 = TLanes.SelectByTopBit(e1, TLanes.Add(x1, x1, n1), x1);
            x2 = TLanes.SelectByTopBit(e2, TLanes.Add(x2, x2, n2), x2);
            x3 = TLanes.SelectByTopBit(e3, TLanes.Add(x3, x3, n3), x3);
            e0 = TLanes.ShiftLeftOne(e0);
            e1 = TLanes.ShiftLeftOne(e1);
            e2 = TLanes.ShiftLeftOne(e2);
            e3 = TLanes.ShiftLeftOne(e3);
        }
        (_power[0], _power[1], _power[2], _power[3]) = (x0, x1, x2, x3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Raise()
    {
        for (var i = 0; i < Vectors; i += 2)
        {
            var (n0, n1) = (_modulus[i], _modulus[i + 1]);
            var (i0, i1) = (_inverse[i], _inverse[i + 1]);
            var (e0, e1) = (_exponent[i], _exponent[i + 1]);
            var (b0, b1) = (_base[i], _base[i + 1]);
            var (x0, x1) = (_one[i], _one[i + 1]);
            for (var bit = -(64 - _longest); bit < _longest; bit++)
            {
                if (bit >= 0)
                {
                    x0 = TMultiplier.Multiply(x0, x0, n0, i0);
                    x1 = TMultiplier.Multiply(x1, x1, n1, i1);
                    x0 = TLanes.SelectByTopBit(e0, TMultiplier.Multiply(x0, b0, n0, i0), x0);
                    x1 = TLanes.SelectByTopBit(e1, TMultiplier.Multiply(x1, b1, n1, i1), x1);
                }
                e0 = TLanes.ShiftLeftOne(e0);
                e1 = TLanes.ShiftLeftOne(e1);
            }
            (_power[i], _power[i + 1]) = (x0, x1);
        }
    }

    /// <summary>
    /// Looks at b^d, then at its squares. A lane whose s is smaller than the largest may be squared beyond its s - 1:
    /// what is compared there is b^(n - 1) or a later power, which is never -1 for a prime and, for a composite, would
    /// need s more twos than n - 1 has: lanes are therefore judged only as long as their own s lasts.
    /// </summary>
    uint Judge()
    {
        uint passing = 0;
        for (var i = 0; i < Vectors; i++)
        {
            var n = _modulus[i];
            var minusOne = TLanes.Subtract(TLanes.Subtract(n, n, n), _one[i], n);
            var power = _power[i];
            var lanes = TLanes.Equal(power, _one[i]) | TLanes.Equal(power, minusOne);
            for (var r = 1; r < _mostTwos; r++)
            {
                power = TMultiplier.Multiply(power, power, n, _inverse[i]);
                lanes |= TLanes.Equal(power, minusOne) & LanesWithTwos(i, r);
            }
            passing |= lanes << (i * TLanes.Width);
        }
        return passing;
    }

    /// <summary>The lanes of a vector whose number minus one has more than r factors of two.</summary>
    uint LanesWithTwos(int vector, int r)
    {
        var numbers = (ulong*)(_modulus + vector);
        uint lanes = 0;
        for (var lane = 0; lane < TLanes.Width; lane++)
        {
            if (BitOperations.TrailingZeroCount(numbers[lane] - 1) > r) lanes |= 1u << lane;
        }
        return lanes;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Arithmetic modulo one odd number of up to 128 bits in two-limb Montgomery form, R = 2^128.
/// <para>
/// Mathematics: with k = n^-1 mod 2^64, one round adds a limb's partial product to t and subtracts m n, m = t0 k, which
/// clears the lowest limb without a borrow; so t / 2^64 is exact and lies in (-n, n), and one conditional addition
/// brings it back into [0, n). Subtracting rather than adding is what lets n use all 128 bits.
/// </para>
/// <para>Cost: two rounds of five 64-bit multiplications.</para>
/// <para>Source: P. L. Montgomery, Modular multiplication without trial division, Math. Comp. 44 (1985), section 2;
/// interleaving as CIOS in C. K. Koc, T. Acar, B. Kaliski, IEEE Micro 16 (1996).</para>
/// </summary>
readonly struct Ring128 : IResidueRing<UInt128>, IDivisors<UInt128, UInt128>
{
    readonly ulong _low;
    readonly ulong _high;
    readonly ulong _inverse;
    readonly UInt128 _one;
    readonly UInt128 _square;

    public Ring128(UInt128 modulus)
    {
        _low = (ulong)modulus;
        _high = (ulong)(modulus >> 64);
        _inverse = InverseModuloWord(_low);
        _one = (UInt128.MaxValue % modulus) + 1;
        if (_one == modulus) _one = 0;

        // R^2 mod n from R mod n: 2^16 R by doubling, then each Montgomery square doubles the exponent beyond R.
        var power = _one;
        for (var i = 0; i < 16; i++) Add(ref power, power, power);
        for (var i = 0; i < 3; i++) power = Multiply(power, power);
        _square = power;
    }

    public UInt128 Modulus => new(_high, _low);

    /// <summary>1 in Montgomery form.</summary>
    public UInt128 One => _one;

    public int LimbCount => 2;

    public void CopyModulus(Span<ulong> limbs)
    {
        limbs[0] = _low;
        limbs[1] = _high;
    }

    public UInt128 Zero() => UInt128.Zero;

    public UInt128 ToForm(UInt128 value) => Multiply(value, _square);

    public UInt128 FromForm(UInt128 residue) => Multiply(residue, UInt128.One);

    /// <summary>2^exponent in Montgomery form, which as a plain number is 2^(128 + exponent).</summary>
    public UInt128 PowerOfTwo(int exponent)
    {
        var power = _one;
        for (var bit = BitOperations.Log2((uint)exponent); bit >= 0; bit--)
        {
            power = Multiply(power, power);
            if ((exponent >> bit & 1) != 0) Add(ref power, power, power);
        }
        return power;
    }

    public void Load(ref UInt128 result, ulong value) => result = Multiply(value, _square);

    public void Assign(ref UInt128 result, in UInt128 value) => result = value;

    public bool AreEqual(in UInt128 left, in UInt128 right) => left == right;

    public UInt128 CommonDivisor(in UInt128 value) => CommonDivisor(value, Modulus);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Multiply(ref UInt128 result, in UInt128 left, in UInt128 right) => result = Multiply(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref UInt128 result, in UInt128 left, in UInt128 right)
    {
        // left + right may pass 2^128, left - (n - right) cannot.
        var complement = Modulus - right;
        result = left >= complement ? left - complement : left + right;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Subtract(ref UInt128 result, in UInt128 left, in UInt128 right)
    {
        var difference = left - right;
        result = left < right ? difference + Modulus : difference;
    }

    public UInt128 Multiply(UInt128 left, UInt128 right)
    {
        ulong a0 = (ulong)left, a1 = (ulong)(left >> 64);
        var (t0, t1) = Round(0, 0, a0, a1, (ulong)right);
        (t0, t1) = Round(t0, t1, a0, a1, (ulong)(right >> 64));
        return new(t1, t0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    (ulong Low, ulong High) Round(ulong t0, ulong t1, ulong a0, ulong a1, ulong b)
    {
        var low = a0 * b;
        var middle = High(a0, b);
        var product = a1 * b;
        var top = High(a1, b);
        middle += product;
        top += middle < product ? 1UL : 0;
        low += t0;
        var carry = low < t0 ? 1UL : 0;
        middle += carry;
        top += middle < carry ? 1UL : 0;
        middle += t1;
        top += middle < t1 ? 1UL : 0;

        var m = low * _inverse;
        var lowest = High(m, _low);
        product = m * _high;
        var highest = High(m, _high);
        lowest += product;
        highest += lowest < product ? 1UL : 0;

        var resultLow = middle - lowest;
        var borrow = middle < lowest ? 1UL : 0;
        var resultHigh = top - highest - borrow;
        var negative = top < highest || (top == highest && borrow != 0) ? ulong.MaxValue : 0;
        var addLow = _low & negative;
        resultLow += addLow;
        resultHigh += (_high & negative) + (resultLow < addLow ? 1UL : 0);
        return (resultLow, resultHigh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong High(ulong a, ulong b) =>
        // The intrinsic keeps its result in a register; Math.BigMul with an out parameter goes through the stack.
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);

    /// <summary>Stein's binary algorithm for an odd modulus.</summary>
    public static UInt128 CommonDivisor(UInt128 value, UInt128 odd)
    {
        while (value != 0)
        {
            value >>= (int)UInt128.TrailingZeroCount(value);
            if (value < odd) (value, odd) = (odd, value);
            value -= odd;
        }
        return odd;
    }

    public static ulong InverseModuloWord(ulong odd)
    {
        // Newton: 3 n xor 2 is right to 5 bits, each step doubles them.
        var inverse = (3 * odd) ^ 2;
        for (var bits = 5; bits < 64; bits *= 2) inverse *= 2 - (odd * inverse);
        return inverse;
    }
}

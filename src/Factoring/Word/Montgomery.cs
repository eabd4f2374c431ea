using System.Numerics;
using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring.Word;

/// <summary>
/// Arithmetic modulo an odd n below 2^64 without division.
/// <para>
/// Mathematics: a residue x is held as x R mod n with R = 2^64. With q = low(a b) n^-1 mod R the low words of a b and
/// q n are equal, so a b / R = high(a b) - high(q n) modulo n, which lies between -n and n: one conditional addition
/// brings it home. Cost: three multiplications on a dependent chain. Source: P. L. Montgomery, "Modular multiplication
/// without trial division", Math. Comp. 44 (1985), 519-521, in the form that subtracts.
/// </para>
/// </summary>
readonly struct Montgomery(ulong oddModulus)
{
    public readonly ulong Modulus = oddModulus;
    public readonly ulong Inverse = InverseOf(oddModulus);
    public readonly ulong One = (0 - oddModulus) % oddModulus;

    /// <summary>R^2 mod n: the factor that brings a residue into Montgomery form.</summary>
    public ulong Square
    {
        get
        {
            var power = Double(One);
            // 2 R squared six times is 2^64 R.
            for (var i = 0; i < 6; i++) power = Multiply(power, power);
            return power;
        }
    }

    /// <summary>
    /// n^-1 mod 2^64. (3 n) xor 2 is right to 5 bits and every Newton step doubles them.
    /// Source: J. Hurchalla, "An improved integer modular multiplicative inverse (modulo 2^w)", 2022, section 3.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InverseOf(ulong odd)
    {
        var inverse = (3 * odd) ^ 2;
        inverse *= 2 - odd * inverse;
        inverse *= 2 - odd * inverse;
        inverse *= 2 - odd * inverse;
        return inverse * (2 - odd * inverse);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Multiply(ulong a, ulong b) => Multiply(a, b, Modulus, Inverse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Multiply(ulong a, ulong b, ulong modulus, ulong inverse)
    {
        var high = WideProduct.High(a, b);
        var folded = WideProduct.High(a * b * inverse, modulus);
        return Subtract(high, folded, modulus);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Add(ulong a, ulong b) => Subtract(a, Modulus - b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Subtract(ulong a, ulong b) => Subtract(a, b, Modulus);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Subtract(ulong a, ulong b, ulong modulus)
    {
        // A mask, not a choice: inside loops the compiler would make a branch of it, mispredicted every other time.
        var borrow = 0 - (a < b ? 1UL : 0UL);
        return a - b + (borrow & modulus);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Double(ulong a) => Add(a, a);

    /// <summary>Into Montgomery form; any value below 2^64 is taken.</summary>
    public ulong Enter(ulong value) => Multiply(value, Square);

    /// <summary>Out of Montgomery form.</summary>
    public ulong Leave(ulong residue) => Multiply(residue, 1);

    /// <summary>base^exponent, in and out in Montgomery form.</summary>
    public ulong Power(ulong residue, ulong exponent)
    {
        var power = One;
        for (var bit = 63 - BitOperations.LeadingZeroCount(exponent | 1); bit >= 0; bit--)
        {
            power = Multiply(power, power);
            if (((exponent >> bit) & 1) != 0) power = Multiply(power, residue);
        }
        return power;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Digits of 50 bits held in doubles, and the split of a product of two of them.
/// <para>
/// Mathematics: adding 1.5 x 2^102 to a product below 2^101 rounds it to a multiple of 2^50, because that is the unit
/// in the last place there; subtracting the constant again leaves the upper part exactly, and a fused multiply-subtract
/// the lower part, signed and at most 2^49. Any rounding to nearest will do, so the processor's mode is left alone.
/// </para>
/// <para>Source: N. Emmart, F. Zheng, C. Weems, Faster modular exponentiation using double precision floating point
/// arithmetic on the GPU, ARITH 2018; signed digits as here spare the directed rounding used there.</para>
/// </summary>
static class LaneDigits
{
    public const int Bits = 50;

    /// <summary>2^-50: the upper part of one column is this often the next one.</summary>
    public const double Down = 1.0 / (1L << Bits);

    /// <summary>1.5 x 2^102.</summary>
    public const double Rounder = 1.5 * (1L << 51) * (1L << 51);

    // For the factor of a reduction only the residue modulo 2^50 counts, and its product may be a little longer: from
    // here there is more room downwards, and upwards the unit merely grows.
    const double ReductionRounder = 1.75 * (1L << 51) * (1L << 51);

    /// <summary>Adds both parts of left * right to their columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct<T>(T left, T right, ref T low, ref T high) where T : unmanaged, ILanes<T>
    {
        var upper = T.MultiplyAdd(left, right, T.All(Rounder)) - T.All(Rounder);
        low += T.MultiplySubtract(left, right, upper);
        high += upper;
    }

    /// <summary>The multiple of the modulus to add, from the lowest column: column * inverse modulo 2^50,
    /// signed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ReductionFactor<T>(T column, T inverse) where T : unmanaged, ILanes<T>
    {
        var upper = T.MultiplyAdd(column, inverse, T.All(ReductionRounder)) - T.All(ReductionRounder);
        return T.MultiplySubtract(column, inverse, upper);
    }

    /// <summary>The part of a column that belongs into the next one, still in this column's unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Carry<T>(T column) where T : unmanaged, ILanes<T> => column + T.All(Rounder) - T.All(Rounder);

    /// <summary>Unsigned digits of a number, least significant first.</summary>
    public static double[] Of(BigInteger value, int count)
    {
        var digits = new double[count];
        for (var i = 0; i < count; i++) digits[i] = (double)((value >> (Bits * i)) & ((1L << Bits) - 1));
        return digits;
    }

    /// <inheritdoc cref="Of"/>
    public static void Write(UInt128 value, Span<double> digits)
    {
        for (var i = 0; i < digits.Length; i++) digits[i] = (ulong)(value >> (Bits * i)) & ((1UL << Bits) - 1);
    }

    /// <summary>-n^-1 modulo 2^50, between -2^49 and 2^49, from the lowest word of n.</summary>
    public static double NegativeInverse(ulong odd)
    {
        var inverse = 0 - Ring128.InverseModuloWord(odd);
        return (long)(inverse << (64 - Bits)) >> (64 - Bits);
    }

    /// <summary>A residue times 2^50 plus a digit of either sign; the modulus is above 2^63.</summary>
    /// <param name="ring">Of the modulus.</param>
    /// <param name="shift"><see cref="Ring128.PowerOfTwo"/> of <see cref="Bits"/>.</param>
    /// <param name="residue">Fully reduced.</param>
    /// <param name="digit">A whole number.</param>
    public static UInt128 Append(in Ring128 ring, UInt128 shift, UInt128 residue, double digit)
    {
        residue = ring.Multiply(residue, shift);
        if (digit < 0) ring.Subtract(ref residue, residue, (ulong)-digit);
        else ring.Add(ref residue, residue, (ulong)digit);
        return residue;
    }

    /// <summary>A divisor of the modulus shared with any of the residues: proper if there is one.</summary>
    public static UInt128 CommonDivisor(ReadOnlySpan<UInt128> residues, in Ring128 ring)
    {
        // Montgomery's power of 2 that every product loses has no divisor in common with the modulus.
        var product = ring.One;
        foreach (var residue in residues) product = ring.Multiply(product, residue);
        var divisor = Ring128.CommonDivisor(product, ring.Modulus);
        if (divisor != ring.Modulus) return divisor;
        foreach (var residue in residues)
        {
            var single = Ring128.CommonDivisor(residue, ring.Modulus);
            if (single != UInt128.One && single != ring.Modulus) return single;
        }
        return ring.Modulus;
    }

    /// <inheritdoc cref="CommonDivisor(ReadOnlySpan{UInt128}, in Ring128)"/>
    public static BigInteger CommonDivisor(ReadOnlySpan<BigInteger> residues, BigInteger modulus)
    {
        var product = BigInteger.One;
        foreach (var residue in residues) product = product * residue % modulus;
        var divisor = BigInteger.GreatestCommonDivisor(product, modulus);
        if (divisor != modulus) return divisor;
        foreach (var residue in residues)
        {
            var single = BigInteger.GreatestCommonDivisor(residue, modulus);
            if (!single.IsOne && single != modulus) return single;
        }
        return modulus;
    }
}

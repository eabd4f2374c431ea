using System.Buffers.Binary;

namespace BatchRunner.Runner.Factor;

/// <summary>
/// Decimal digits to numbers, without allocation up to 128 bits. Eight digits are converted by three multiplications
/// that join neighbours: pairs of digits, then of pairs, then of quadruples (a well-known trick within a 64-bit word).
/// </summary>
static class Numeral
{
    /// <summary>Digits above which a token is refused: reading it would cost more than anybody waits.</summary>
    public const int MostDigits = 100_000;

    const int WordDigits = 19;
    const int WideDigits = 38;

    static readonly UInt128 TenTo19 = 10_000_000_000_000_000_000;
    static readonly UInt128 TenTo38 = TenTo19 * TenTo19;

    /// <summary>The digits without sign and leading zeros, or empty when the token is no number.</summary>
    public static ReadOnlySpan<byte> Canonical(ReadOnlySpan<byte> token)
    {
        if (token is [(byte)'+', ..]) token = token[1..];
        foreach (var digit in token)
            if ((uint)(digit - '0') > 9) return default;
        while (token is [(byte)'0', _, ..]) token = token[1..];
        return token;
    }

    public static bool TryWord(ReadOnlySpan<byte> digits, out ulong number)
    {
        number = 0;
        if (digits.Length <= WordDigits)
        {
            number = Word(digits);
            return true;
        }
        if (digits.Length > WordDigits + 1) return false;
        var tens = Word(digits[..^1]);
        var ones = (ulong)(digits[^1] - '0');
        number = unchecked(tens * 10 + ones);
        return tens < ulong.MaxValue / 10 || tens == ulong.MaxValue / 10 && ones <= ulong.MaxValue % 10;
    }

    public static bool TryWide(ReadOnlySpan<byte> digits, out UInt128 number)
    {
        number = 0;
        if (digits.Length > WideDigits + 1) return false;
        var high = digits.Length > WideDigits ? digits[..^WideDigits] : default;
        var middle = digits[high.Length..^WordDigits];
        number = Word(middle) * TenTo19 + Word(digits[^WordDigits..]);
        if (high.IsEmpty) return true;
        var above = (uint)(high[0] - '0') * TenTo38;
        number += above;
        return high[0] <= '3' && number >= above;
    }

    static ulong Word(ReadOnlySpan<byte> digits)
    {
        ulong number = 0;
        for (; digits.Length >= 8; digits = digits[8..])
            number = number * 100_000_000 + Eight(BinaryPrimitives.ReadUInt64LittleEndian(digits));
        foreach (var digit in digits) number = number * 10 + (ulong)(digit - '0');
        return number;
    }

    static ulong Eight(ulong text)
    {
        text -= 0x3030303030303030;
        text = text * 10 + (text >> 8);
        return ((text & 0x000000FF000000FF) * 0x000F424000000064
            + (text >> 16 & 0x000000FF000000FF) * 0x0000271000000001) >> 32;
    }
}

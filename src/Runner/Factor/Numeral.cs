using System.Buffers.Binary;
using System.Numerics;

namespace BatchRunner.Runner.Factor;

/// <summary>
/// Decimal digits to numbers, without allocation up to 128 bits. Eight digits are converted by three multiplications
/// that join neighbours: pairs of digits, then of pairs, then of quadruples (a well-known trick within a 64-bit word).
/// </summary>
static class Numeral
{
    /// <summary>Digits above which a token is refused: reading it would cost more than anybody waits.</summary>
    public const int MostDigits = 100_000;

    /// <summary>Bytes that <see cref="Scan"/> looks at.</summary>
    public const int Window = 32;

    const int WordDigits = 19;
    const ulong Zeros = 0x3030303030303030;
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

    /// <summary>
    /// Reads a 64-bit number of 1 to 20 digits at the start of <paramref name="text"/>, which must hold at least
    /// <see cref="Window"/> bytes: eight at a time, finding its end on the way.
    /// </summary>
    /// <returns>
    /// How many digits it has; 0 when there is none, or it is larger, or begins with a zero: for the slower way.
    /// </returns>
    public static int Scan(ReadOnlySpan<byte> text, out ulong number)
    {
        number = 0;
        for (var at = 0; at < Window - 8; at += 8)
        {
            var eight = BinaryPrimitives.ReadUInt64LittleEndian(text[at..]);
            var count = LeadingDigits(eight);
            if (count == 8)
            {
                number = number * 100_000_000 + Eight(eight);
                continue;
            }
            var digits = at + count;
            if (digits > WordDigits + 1 || text[0] == '0') return 0;

            // The digits that are left, as the last of eight: "12" as "00000012".
            var tail = count == 0 ? 0 : Eight(eight << 8 * (8 - count) | Zeros >> 8 * count);
            var power = Powers[count];
            if (digits > WordDigits && !(number < ulong.MaxValue / power
                || number == ulong.MaxValue / power && tail <= ulong.MaxValue % power))
            {
                return 0;
            }
            number = number * power + tail;
            return digits;
        }
        return 0;
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

    static ReadOnlySpan<ulong> Powers => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    /// <summary>
    /// How many of the eight bytes are digits before the first that is not. A digit has 3 in its upper half, and still
    /// has after 6 is added.
    /// </summary>
    static int LeadingDigits(ulong text)
    {
        const ulong UpperHalves = 0xF0F0F0F0F0F0F0F0;
        var strange = (text & UpperHalves ^ Zeros) | (text + 0x0606060606060606 & UpperHalves ^ Zeros);
        return BitOperations.TrailingZeroCount(strange) / 8;
    }

    static ulong Eight(ulong text)
    {
        text -= Zeros;
        text = text * 10 + (text >> 8);
        return ((text & 0x000000FF000000FF) * 0x000F424000000064
            + (text >> 16 & 0x000000FF000000FF) * 0x0000271000000001) >> 32;
    }
}

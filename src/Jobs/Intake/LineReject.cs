using System.Buffers;
using System.Globalization;
using System.Text;

namespace BatchRunner.Jobs.Intake;

/// <summary>Says in words what is wrong with a line that is no number, at its first column that is wrong.</summary>
static class LineReject
{
    public static LineReading TooLong(ReadOnlySpan<byte> beginning, long length) =>
        At(beginning, beginning.Length,
            $"the line is too long: {length} bytes, of which at most {beginning.Length} are read");

    // The line ends with the digits; the first one too many is the fault.
    public static LineReading TooManyDigits(ReadOnlySpan<byte> line, int digits, int maxDigits) =>
        At(line, line.Length - digits + maxDigits,
            $"the number has {digits} digits; at most {maxDigits} are accepted (setting Factoring:MaxDigits)");

    /// <param name="line">Without blanks at its end; everything before <paramref name="start"/> is in order.</param>
    /// <param name="start">Where the digits should begin, behind blanks and one plus.</param>
    public static LineReading Explain(ReadOnlySpan<byte> line, int start)
    {
        var signed = start > 0 && line[start - 1] == '+';
        if (start == line.Length) return At(line, start - 1, "a plus sign without a number");

        var digits = line[start..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var wrong = start + digits;
        if (digits == 0) return At(line, wrong, InsteadOfDigit(line[wrong..], signed));

        var behindBlanks = wrong + line[wrong..].IndexOfAnyExcept((byte)' ', (byte)'\t');
        return behindBlanks > wrong
            ? At(line, behindBlanks, AfterBlank(line[behindBlanks..]))
            : At(line, wrong, AfterDigits(line[wrong..], line.Slice(start, digits)));
    }

    static string InsteadOfDigit(ReadOnlySpan<byte> rest, bool signed) => rest[0] switch
    {
        (byte)'-' when !signed => "the number is negative; only integers from 0 up have a factorization",
        (byte)'+' or (byte)'-' when signed => "a second sign",
        (byte)' ' or (byte)'\t' => "a blank between the plus sign and the number",
        (byte)'.' => "a decimal point; only whole numbers are accepted",
        _ => Unexpected(rest),
    };

    static string AfterDigits(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> digits)
    {
        switch (rest[0])
        {
            case (byte)'.':
                return "a decimal point; only whole numbers without separators are accepted";
            case (byte)',' or (byte)'_' or (byte)'\'' or (byte)';':
                return $"the separator '{(char)rest[0]}'; write the number in digits alone, one number a line";
            case (byte)'e' or (byte)'E' when rest is [_, >= (byte)'0' and <= (byte)'9' or (byte)'+' or (byte)'-', ..]:
                return "an exponent; write the number out in digits";
            case (byte)'x' or (byte)'X' when digits is [(byte)'0']:
                return "a hexadecimal number; only decimal digits are accepted";
            case (byte)'+' or (byte)'-' or (byte)'*' or (byte)'/' or (byte)'^' or (byte)'!':
                return $"the operator '{(char)rest[0]}'; expressions are not computed";
            default:
                return Unexpected(rest);
        }
    }

    static string AfterBlank(ReadOnlySpan<byte> rest) => rest[0] switch
    {
        >= (byte)'0' and <= (byte)'9' or (byte)'+' or (byte)'-' => "a second number on the line; one number a line",
        (byte)'#' => "a comment behind the number; a comment needs a line of its own",
        _ => Unexpected(rest),
    };

    static string Unexpected(ReadOnlySpan<byte> rest)
    {
        if (Rune.DecodeFromUtf8(rest, out var rune, out _) != OperationStatus.Done)
            return $"the byte 0x{rest[0]:X2} is not valid UTF-8";

        return rune.Value switch
        {
            0 => "a NUL byte; a UTF-16 file needs its byte order mark to be recognised",
            '\r' => "a carriage return inside the line; lines end in LF or CR LF",
            0xFEFF => "a byte order mark (U+FEFF) inside the line",
            0xFFFD => "the replacement character U+FFFD: the text was damaged before it came here",
            < 0x20 or 0x7F => $"the control character 0x{rune.Value:X2}",
            < 0x7F => $"'{rune}' is not a decimal digit",
            _ => NotAscii(rune),
        };
    }

    static string NotAscii(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.DecimalDigitNumber =>
            $"the Unicode digit '{rune}' (U+{rune.Value:X4}); only the ASCII digits 0 to 9 are accepted",
        UnicodeCategory.SpaceSeparator => $"the Unicode space U+{rune.Value:X4}; only spaces and tabs are accepted",
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse =>
            $"the invisible character U+{rune.Value:X4}",
        _ => $"'{rune}' (U+{rune.Value:X4}) is not a decimal digit",
    };

    static LineReading At(ReadOnlySpan<byte> line, int index, string what)
    {
        var column = Column(line, index);
        return LineReading.Reject(column, $"column {column}: {what}");
    }

    // A column is what an editor shows: characters, not bytes, and a byte order mark is none.
    static int Column(ReadOnlySpan<byte> line, int index)
    {
        if (line is [0xEF, 0xBB, 0xBF, ..])
        {
            line = line[3..];
            index -= 3;
        }
        if (Ascii.IsValid(line[..index])) return index + 1;
        var column = 1;
        for (var at = 0; at < index; column++)
        {
            Rune.DecodeFromUtf8(line[at..], out _, out var bytes);
            at += bytes;
        }
        return column;
    }
}

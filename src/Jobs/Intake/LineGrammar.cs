namespace BatchRunner.Jobs.Intake;

/// <summary>
/// What a number may be: one decimal integer from 0 up in ASCII digits, with one leading plus, leading zeros and
/// spaces or tabs around it allowed. Blank lines and lines that start with <c>#</c> are no numbers and no faults.
/// A good line costs no allocation.
/// </summary>
public sealed class LineGrammar
{
    /// <summary>Numbers travel as text in a chunk of at most 1 MiB; this leaves room for the largest.</summary>
    public const int MostDigits = 1_000_000;

    readonly int _maxDigits;

    public LineGrammar(int maxDigits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDigits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDigits, MostDigits);
        _maxDigits = maxDigits;
        MaxLineBytes = Math.Max(64 * 1024, maxDigits + 4096);
    }

    /// <summary>A longer line is a reject unless it is a comment; only so many of its bytes are ever kept.</summary>
    public int MaxLineBytes { get; }

    /// <param name="line">The line without its line feed, or the beginning of one longer than allowed.</param>
    /// <param name="fullLength">Length of the whole line in bytes.</param>
    public LineReading Read(ReadOnlySpan<byte> line, long fullLength)
    {
        var number = TrimEnd(line);
        var start = BlanksAtStart(number);
        if (start == number.Length && fullLength == line.Length) return LineReading.Blank;
        if (start < number.Length && number[start] == '#') return LineReading.Blank;
        if (fullLength > line.Length) return LineReject.TooLong(line, fullLength);

        if (number[start] == '+') start++;
        var digits = number[start..];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return LineReject.Explain(number, start);

        digits = WithoutLeadingZeros(digits);
        return digits.Length <= _maxDigits
            ? LineReading.Number(digits)
            : LineReject.TooManyDigits(number, digits.Length, _maxDigits);
    }

    // Files joined with cat carry a byte order mark at the start of a later line; it is no fault there either.
    static int BlanksAtStart(ReadOnlySpan<byte> line)
    {
        var start = line is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        while (start < line.Length && line[start] is (byte)' ' or (byte)'\t') start++;
        return start;
    }

    static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> line)
    {
        while (line is [.., (byte)'\r' or (byte)' ' or (byte)'\t']) line = line[..^1];
        return line;
    }

    static ReadOnlySpan<byte> WithoutLeadingZeros(ReadOnlySpan<byte> digits)
    {
        if (digits[0] != '0') return digits;
        var significant = digits.IndexOfAnyExcept((byte)'0');
        return significant < 0 ? digits[^1..] : digits[significant..];
    }
}

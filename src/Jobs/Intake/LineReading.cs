namespace BatchRunner.Jobs.Intake;

/// <summary>What a line says. Bad input is data: a reject carries the reason its user reads.</summary>
public readonly ref struct LineReading
{
    LineReading(LineKind kind, ReadOnlySpan<byte> digits, int column, string reason)
    {
        Kind = kind;
        Digits = digits;
        Column = column;
        Reason = reason;
    }

    public LineKind Kind { get; }

    /// <summary>Of a number: its canonical decimal, a window on the line itself. Of anything else: empty.</summary>
    public ReadOnlySpan<byte> Digits { get; }

    /// <summary>Of a reject: the first character that is wrong, counted from 1. Of anything else: 0.</summary>
    public int Column { get; }

    /// <summary>Of a reject: what is wrong, as <c>column 3: ...</c>. Of anything else: empty.</summary>
    public string Reason { get; }

    internal static LineReading Blank => new(LineKind.Blank, [], 0, "");

    internal static LineReading Number(ReadOnlySpan<byte> digits) => new(LineKind.Number, digits, 0, "");

    internal static LineReading Reject(int column, string reason) => new(LineKind.Reject, [], column, reason);
}

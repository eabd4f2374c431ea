using System.Buffers;
using System.Text;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// The line of a reject as it is kept: its first <see cref="MaxCharacters"/> characters, followed by <c>…</c> when
/// there were more. Bytes that are not UTF-8 show as U+FFFD, control characters as their pictures (NUL as U+2400):
/// the text can be stored in any database and printed on any terminal.
/// </summary>
public static class RejectText
{
    public const int MaxCharacters = 200;

    public static string From(ReadOnlySpan<byte> line, long fullLength)
    {
        var beyond = fullLength > line.Length;
        if (line is [0xEF, 0xBB, 0xBF, ..]) line = line[3..];
        if (!beyond && line is [.., (byte)'\r']) line = line[..^1];

        var text = new StringBuilder();
        for (var characters = 0; !line.IsEmpty && characters < MaxCharacters; characters++)
        {
            var valid = Rune.DecodeFromUtf8(line, out var rune, out var bytes) == OperationStatus.Done;
            text.Append((valid ? Printable(rune) : Rune.ReplacementChar).ToString());
            line = line[bytes..];
        }
        return beyond || !line.IsEmpty ? text.Append('…').ToString() : text.ToString();
    }

    static Rune Printable(Rune rune) => rune.Value switch
    {
        '\t' => rune,
        < 0x20 => new(0x2400 + rune.Value),
        0x7F => new(0x2421),
        >= 0x80 and < 0xA0 => Rune.ReplacementChar,
        _ => rune,
    };
}

using System.Text;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Looks for a number in the text of a payload: lines of canonical digits, each ended by a line feed.</summary>
static class NumberLines
{
    /// <returns>The lines of the file that hold the number, in order.</returns>
    internal static List<long> Of(ChunkPayload payload, string digits)
    {
        ReadOnlySpan<byte> text = payload.Numbers;
        // The line feeds around it, or 7 would be found in 17.
        var wanted = Encoding.ASCII.GetBytes($"\n{digits}\n");
        var lines = new List<long>();
        if (text.StartsWith(wanted.AsSpan(1))) lines.Add(payload.FirstLine);

        var line = payload.FirstLine;
        for (int at; (at = text.IndexOf(wanted)) >= 0;)
        {
            line += text[..(at + 1)].Count((byte)'\n');
            lines.Add(line);
            // The line feed behind the number may be the one before the next.
            text = text[(at + 1)..];
        }
        return lines;
    }
}

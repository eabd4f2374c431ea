namespace BatchRunner.Benchmarks;

/// <summary>
/// Why a target is missed and what to try next, written by hand in <c>misses.txt</c> beside the report: a line
/// <c>key: text</c> a target, continued on indented lines; lines that start with <c>#</c> are for whoever writes it.
/// </summary>
sealed class Reasons
{
    public const string FileName = "misses.txt";

    readonly Dictionary<string, string> _texts = [];

    public static Reasons Read(string path)
    {
        var reasons = new Reasons();
        var key = "";
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            if (line.StartsWith('#') || string.IsNullOrWhiteSpace(line)) continue;
            if (char.IsWhiteSpace(line[0]) && key.Length > 0)
            {
                reasons._texts[key] += $" {line.Trim()}";
            }
            else
            {
                var colon = line.IndexOf(':');
                if (colon < 1) throw new FormatException($"{path}: '{line}' is not written as key: text.");
                key = line[..colon].Trim();
                reasons._texts[key] = line[(colon + 1)..].Trim();
            }
        }
        return reasons;
    }

    /// <summary>The targets as a table, and below it a line for each that is missed.</summary>
    public string Table(IEnumerable<Target> targets)
    {
        var all = targets.ToList();
        List<string> lines = ["| target | measured | promised | |", "|---|---:|---:|---|", .. all.Select(target => target.Row)];
        foreach (var missed in all.Where(target => !target.IsMet))
        {
            if (lines[^1][0] == '|') lines.Add("");
            lines.Add($"* **{missed.What}**: {_texts.GetValueOrDefault(missed.Key, "no reason is written down yet.")}");
        }
        return string.Join('\n', lines);
    }
}

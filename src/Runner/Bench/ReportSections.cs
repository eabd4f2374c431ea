namespace BatchRunner.Runner.Bench;

/// <summary>
/// The parts of a Markdown file that commands write: each between <c>&lt;!-- NAME --&gt;</c> and
/// <c>&lt;!-- /NAME --&gt;</c>. Everything else in the file belongs to people.
/// </summary>
static class ReportSections
{
    /// <summary>True when the file has a place for the section.</summary>
    internal static bool Has(string file, string name) =>
        file.Contains(Begin(name), StringComparison.Ordinal) && file.Contains(End(name), StringComparison.Ordinal);

    /// <summary>The file with the section's text exchanged, or added at the end if it had none.</summary>
    /// <exception cref="FormatException">The section begins and does not end, or ends before it begins.</exception>
    internal static string Replace(string file, string name, string text)
    {
        var section = $"{Begin(name)}\n{text.Trim('\n')}\n{End(name)}";
        var begin = file.IndexOf(Begin(name), StringComparison.Ordinal);
        var end = file.IndexOf(End(name), StringComparison.Ordinal);
        if (begin < 0 && end < 0) return file.Length == 0 ? $"{section}\n" : $"{file.TrimEnd('\n')}\n\n{section}\n";
        if (begin < 0 || end < begin)
        {
            throw new FormatException(
                $"The section needs {Begin(name)} and after it {End(name)}; mend the file or remove both.");
        }
        return file[..begin] + section + file[(end + End(name).Length)..];
    }

    static string Begin(string name) => $"<!-- {name} -->";

    static string End(string name) => $"<!-- /{name} -->";
}

using BatchRunner.Runner.Commands;

namespace BatchRunner.Runner.Bench;

/// <summary>Brings what was measured into Markdown files, each exchanged as a whole.</summary>
static class ReportFile
{
    /// <summary>
    /// Writes the summary where the file has a place for one, and the full section where it has one or has neither.
    /// </summary>
    /// <param name="name">Of the section; its summary is <c>NAME-summary</c>.</param>
    /// <exception cref="VerbException">The file cannot be read or written, or its marks are broken.</exception>
    internal static void Update(string path, string name, string section, string summary)
    {
        try
        {
            var text = File.Exists(path) ? File.ReadAllText(path) : "";
            var hasSummary = ReportSections.Has(text, Summary(name));
            if (hasSummary) text = ReportSections.Replace(text, Summary(name), summary);
            if (!hasSummary || ReportSections.Has(text, name)) text = ReportSections.Replace(text, name, section);
            ReplacedFile.Write(path, text);
        }
        catch (FormatException error)
        {
            throw new VerbException(ExitCode.Usage, $"{path}: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Usage, $"{path} cannot be read: {error.Message}");
        }
    }

    /// <summary>How a Markdown file refers to a picture.</summary>
    internal static string LinkTo(string picture, string fromFile) =>
        Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(fromFile))!, Path.GetFullPath(picture))
            .Replace(Path.DirectorySeparatorChar, '/');

    static string Summary(string name) => $"{name}-summary";
}

using System.CommandLine;
using BatchRunner.Runner.Reporting;

namespace BatchRunner.Runner.Commands;

/// <summary>The options of the verbs that write rows.</summary>
sealed class ReportOptions
{
    readonly Option<string?> _file = new("--output", "-o")
    {
        Description = "Write to this file, which appears when it is complete",
        HelpName = "FILE",
    };

    readonly Option<string> _format = new("--format")
    {
        Description = "How rows are written; --json is jsonl",
        HelpName = "text|csv|jsonl",
        DefaultValueFactory = _ => "text",
    };

    public ReportOptions() => _format.Validators.Add(result =>
    {
        foreach (var token in result.Tokens.Where(t => !IsFormat(t.Value)))
            result.AddError($"--format {token.Value}: it must be text, csv or jsonl.");
    });

    public IEnumerable<Option> All => [_file, _format];

    public ReportFormat Format(ParseResult parse) =>
        parse.WantsJson()
            ? ReportFormat.Jsonl
            : Enum.Parse<ReportFormat>(parse.GetRequiredValue(_format), ignoreCase: true);

    /// <exception cref="VerbException">The file cannot be written.</exception>
    public ReportTarget Open(ParseResult parse) => ReportTarget.Open(parse.GetValue(_file));

    static bool IsFormat(string text) => Enum.GetNames<ReportFormat>().Contains(text, StringComparer.OrdinalIgnoreCase);
}

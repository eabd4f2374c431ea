using System.CommandLine;
using BatchRunner.Runner.Reporting;

namespace BatchRunner.Runner.Commands;

/// <summary><c>rejects</c>: the lines of a batch that were no acceptable numbers.</summary>
static class RejectsCommand
{
    static readonly Argument<string> Batch = BatchArgument.Required();

    static readonly ReportOptions Report = new();

    public static Verb Create()
    {
        var verb = new Verb("rejects", "The rejected lines of a batch with their reasons",
            "batchrunner rejects 17",
            "batchrunner rejects july.txt --format csv -o rejects.csv")
        {
            Arguments = { Batch },
            Details = "text is line, reason and the beginning of the line, separated by tabs.",
        };
        foreach (var option in Report.All) verb.Options.Add(option);
        return verb.Does(WriteAsync);
    }

    static async Task<int> WriteAsync(ParseResult parse, CancellationToken token)
    {
        var ledger = await ExistingLedger.OpenAsync(parse.Settings(), token);
        var batch = await ledger.FindAsync(parse.GetRequiredValue(Batch), token);
        await using var target = Report.Open(parse);
        await new RejectReport(ledger, batch.Id).WriteAsync(Report.Format(parse), target.Stream, token);
        await target.CompleteAsync(token);
        return ExitCode.Success;
    }
}

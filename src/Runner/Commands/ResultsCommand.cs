using System.CommandLine;
using BatchRunner.Runner.Reporting;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Commands;

/// <summary><c>results</c>: the answers of a batch in line order.</summary>
static class ResultsCommand
{
    static readonly Argument<string> Batch = BatchArgument.Required();

    static readonly ReportOptions Report = new();

    public static Verb Create()
    {
        var verb = new Verb("results", "The answers of a batch, in line order",
            "batchrunner results 17",
            "batchrunner results july.txt --format csv -o july.csv",
            "batchrunner results 17 --format jsonl | head")
        {
            Arguments = { Batch },
            Details = "text is GNU factor's format, n: p p q; a number without a complete answer is a comment line.\n"
                + "Of a batch that is still worked on, the answers so far.",
        };
        foreach (var option in Report.All) verb.Options.Add(option);
        return verb.Does(WriteAsync);
    }

    static async Task<int> WriteAsync(ParseResult parse, CancellationToken token)
    {
        var ledger = await ExistingLedger.OpenAsync(parse.Settings(), token);
        var batch = await ledger.FindAsync(parse.GetRequiredValue(Batch), token);
        await using var target = Report.Open(parse);
        await new ResultReport(ledger, batch.Id).WriteAsync(Report.Format(parse), target.Stream, token);
        await target.CompleteAsync(token);

        if (!BatchState.IsFinal(batch.State))
            CommandLine.Tell($"batch {batch.Id} ({batch.Name}) is still worked on: these are the answers so far.");
        return ExitCode.Success;
    }
}

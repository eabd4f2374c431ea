using System.CommandLine;
using BatchRunner.Jobs.Verification;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Commands;

/// <summary><c>verify</c>: every row and every sum checked from scratch.</summary>
static class VerifyCommand
{
    const int PageBatches = 1000;

    static readonly Argument<string?> Batch = BatchArgument.Optional();

    public static Verb Create() => new Verb("verify",
        "Re-checks every row (product, primality) and that no line is lost",
        "batchrunner verify",
        "batchrunner verify 17 --json")
    {
        Arguments = { Batch },
        Details = $"Exit code 0 when all is sound, {ExitCode.VerificationFailed} when anything is wrong. A batch "
            + "that is still worked on is checked as far as it is.",
    }.Does(VerifyAsync);

    static async Task<int> VerifyAsync(ParseResult parse, CancellationToken token)
    {
        var ledger = await ExistingLedger.OpenAsync(parse.Settings(), token);
        var batches = parse.GetValue(Batch) is { } name
            ? [await ledger.FindAsync(name, token)]
            : await AllAsync(ledger, token);
        var verifier = new Verifier(ledger);

        List<BatchVerification> verified = [];
        foreach (var batch in batches)
        {
            using var progress = new ProgressLine($"batch {batch.Id}", batch.Numbers);
            if (await verifier.VerifyAsync(batch.Id, progress, token) is { } verification) verified.Add(verification);
        }
        Report(verified, parse.WantsJson());
        return verified.All(v => v.IsSound) ? ExitCode.Success : ExitCode.VerificationFailed;
    }

    static async Task<IReadOnlyList<BatchSummary>> AllAsync(Ledger ledger, CancellationToken token)
    {
        List<BatchSummary> all = [];
        var before = long.MaxValue;
        while (await ledger.Summaries.NewestAsync(before, PageBatches, token) is { Count: > 0 } page)
        {
            all.AddRange(page);
            before = page[^1].Id;
        }
        all.Reverse();
        return all;
    }

    static void Report(List<BatchVerification> verified, bool json)
    {
        if (json)
        {
            JsonText.Write(verified.Select(
                v => new { v.BatchId, v.Name, v.Rows, v.Waiting, Sound = v.IsSound, v.Findings }));
            return;
        }
        if (verified.Count == 0) CommandLine.Tell("there are no batches to verify.");
        if (verified.Count == 0) return;

        var table = Screen.Table("batch", "file", "rows", "waiting", "verdict");
        foreach (var batch in verified)
        {
            var verdict = batch.IsSound ? "sound" : Wording.Counted(batch.Findings.Count, "finding", "findings");
            Screen.AddRow(table,
                $"{batch.BatchId}", batch.Name, Wording.Count(batch.Rows), Wording.Count(batch.Waiting), verdict);
        }
        Screen.Write(table);
        foreach (var finding in verified.SelectMany(v => v.Findings))
        {
            var place = finding.Line is { } line ? $"batch {finding.BatchId}, line {line}" : $"batch {finding.BatchId}";
            Screen.Output.WriteLine($"{place} {finding.What}");
        }
        Screen.Output.Flush();
    }
}

using System.CommandLine;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;
using Spectre.Console;

namespace BatchRunner.Runner.Commands;

/// <summary><c>status</c>: batches and their progress, once or for as long as something goes on.</summary>
static class StatusCommand
{
    const int MostBatches = 50;

    static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    static readonly Argument<string?> Batch = BatchArgument.Optional();

    static readonly Option<bool> Watch = new("--watch", "-w")
    {
        Description = "Show it again every second until nothing is left to do",
    };

    public static Verb Create() => new Verb("status", "Batches and their progress",
        "batchrunner status",
        "batchrunner status july.txt --watch",
        "batchrunner status 17 --json")
    {
        Arguments = { Batch },
        Options = { Watch },
        Details = $"The newest {MostBatches} batches are listed. The time left is predicted from the work so far.",
    }.Does(ShowAsync);

    static async Task<int> ShowAsync(ParseResult parse, CancellationToken token)
    {
        var ledger = await ExistingLedger.OpenAsync(parse.Settings(), token);
        var wanted = parse.GetValue(Batch) is { } name ? await ledger.FindAsync(name, token) : null;
        if (parse.GetValue(Watch)) return await WatchAsync(ledger, wanted?.Id, parse.WantsJson(), token);

        Report(await ReadAsync(ledger, wanted?.Id, token), wanted is not null, parse.WantsJson());
        if (wanted is null && !parse.WantsJson()) await ReportWorkersAsync(ledger, token);
        return ExitCode.Success;
    }

    static async Task<int> WatchAsync(Ledger ledger, long? id, bool json, CancellationToken token)
    {
        var isLive = !json && Screen.Console.Profile.Capabilities.Interactive;
        using var timer = new PeriodicTimer(WatchInterval);
        while (true)
        {
            var batches = await ReadAsync(ledger, id, token);
            if (isLive) Screen.Console.Clear(home: true);
            Report(batches, id is not null, json);
            if (id is null && !json) await ReportWorkersAsync(ledger, token);
            if (batches.All(b => !b.IsLive)) return ExitCode.Success;
            await timer.WaitForNextTickAsync(token);
        }
    }

    static async Task<IReadOnlyList<BatchView>> ReadAsync(Ledger ledger, long? id, CancellationToken token)
    {
        var batches = id is { } one
            ? [await ledger.Summaries.FindAsync(one, token) ?? throw Gone(one)]
            : await ledger.Summaries.NewestAsync(long.MaxValue, MostBatches, token);
        var now = ledger.Database.Time.GetUtcNow();
        return [.. batches.Select(batch => BatchView.Of(batch, Left(batch, now)))];
    }

    static VerbException Gone(long id) => new(ExitCode.NotFound, $"Batch {id} is gone.");

    /// <summary>What is left takes as long as the same effort took so far: one look knows no recent pace.</summary>
    static TimeSpan? Left(BatchSummary batch, DateTimeOffset now)
    {
        var done = batch.Effort - batch.EffortLeft;
        if (batch.Paused || batch.StartedAt is not { } started || done <= 0 || batch.RunningChunks == 0) return null;
        var seconds = (now - started).TotalSeconds * (batch.EffortLeft / done);
        return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
    }

    static void Report(IReadOnlyList<BatchView> batches, bool isOne, bool json)
    {
        if (json && isOne) JsonText.Write(batches[0]);
        else if (json) JsonText.Write(batches);
        else if (isOne) Screen.Write(Details(batches[0]));
        else if (batches.Count == 0) CommandLine.Tell("no batches yet: queue a file with 'batchrunner submit FILE'.");
        else Screen.Write(Overview(batches));
    }

    static async Task ReportWorkersAsync(Ledger ledger, CancellationToken token)
    {
        var runners = (await ledger.Runners.AliveAsync(token)).Where(r => r is { Workers: > 0, Isolated: false }).ToList();
        Screen.Line(runners.Count == 0
            ? "Nobody works here just now."
            : $"{Wording.Counted(runners.Sum(r => r.Workers), "worker", "workers")} in "
                + $"{Wording.Counted(runners.Count, "process", "processes")}.");
        await Screen.Output.FlushAsync(token);
    }

    static Table Overview(IReadOnlyList<BatchView> batches)
    {
        var table = Screen.Table(
            "batch", "file", "state", "done", "of", "", "unfactored", "quarantined", "rejects", "time left");
        foreach (var batch in batches)
        {
            Screen.AddRow(table, $"{batch.Id}", batch.Name, Wording.State(batch), Wording.Count(batch.Done),
                Wording.Count(batch.Numbers), Wording.Percent(batch.Done, batch.Numbers),
                Wording.Count(batch.Unfactored), Wording.Count(batch.Quarantined), Wording.Count(batch.Rejects),
                batch.Estimate ?? "");
        }
        return table;
    }

    static Table Details(BatchView batch)
    {
        var table = Screen.Table("batch", $"{batch.Id}");
        Screen.AddRow(table, "file", batch.Name);
        Screen.AddRow(table, "state", Wording.State(batch));
        Screen.AddRow(table, "priority", batch.Priority);
        Screen.AddRow(table, "lines", $"{Wording.Count(batch.Lines)} = "
            + $"{Wording.Counted(batch.Numbers, "number", "numbers")} + "
            + $"{Wording.Counted(batch.Rejects, "reject", "rejects")} + "
            + Wording.Counted(batch.Blanks, "blank", "blanks"));
        Screen.AddRow(table, "done", $"{Wording.Count(batch.Done)} ({Wording.Percent(batch.Done, batch.Numbers)}): "
            + $"{Wording.Count(batch.Factored)} factored, {Wording.Count(batch.Unfactored)} unfactored, "
            + $"{Wording.Count(batch.Quarantined)} quarantined");
        Screen.AddRow(table, "waiting", Wording.Count(batch.Waiting));
        Screen.AddRow(table, "chunks", $"{Wording.Count(batch.ReadyChunks)} ready, "
            + $"{Wording.Count(batch.RunningChunks)} running, {Wording.Count(batch.FailedChunks)} failed");
        Screen.AddRow(table, "CPU time", Wording.CpuTime(batch.CpuSeconds));
        Screen.AddRow(table, "created", Wording.Moment(batch.CreatedAt));
        if (batch.FinishedAt is { } finished) Screen.AddRow(table, "finished", Wording.Moment(finished));
        if (batch.Estimate is { } estimate) Screen.AddRow(table, "time left", estimate);
        if (batch.Error is { } error) Screen.AddRow(table, "trouble", error);
        return table;
    }
}

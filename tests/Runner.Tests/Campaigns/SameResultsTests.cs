using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

public sealed class SameResultsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Results_are_the_same_bytes_for_one_worker_and_for_four_that_are_killed()
    {
        var kills = Campaign.Size(3, 40);
        await using var site = await Site.CreateAsync(output, null);
        string[] lines =
        [
            "# one of everything", "0", "1", "", "no number", "  +00360 ", .. site.Numbers.Easy(Campaign.Size(3_000, 50_000)),
            .. Mixed(site, Campaign.Size(60, 2_000)), "18446744073709551557", "18446744073709551616",
        ];

        var alone = await WorkAsync(site, "alone", lines, 1, kills: 0);
        var together = await WorkAsync(site, "together", lines, 4, kills: 0);
        var shot = await WorkAsync(site, "shot", lines, 4, kills);

        Assert.True(alone.Text.Length > lines.Length, "There are no results.");
        Assert.True(alone.Text.AsSpan().SequenceEqual(together.Text), "Four workers gave another text than one.");
        Assert.True(alone.Text.AsSpan().SequenceEqual(shot.Text), "Four workers that were killed gave another text than one.");
    }

    // Long enough to be shot at before they are done.
    static IEnumerable<string> Mixed(Site site, int times) =>
        Enumerable.Range(0, times).SelectMany(_ => (string[])[.. site.Numbers.Semiprimes(4), .. site.Numbers.Smooth(1)]);

    /// <summary>
    /// Chunks as large as the planner makes them. It leaves little to be split, which is why the rows of split chunks are
    /// compared where a test lays out the chunks itself: in WorkerPoolTests.
    /// </summary>
    async Task<(byte[] Text, int Chunks)> WorkAsync(Site seeds, string name, string[] lines, int workers, int kills)
    {
        await using var site = await Site.CreateAsync(output, null,
            "Factoring:BudgetSeconds=0", "Chunks:TargetSeconds=1000", $"Runners:Processes={(workers == 1 ? 1 : 2)}",
            $"Runners:WorkersPerProcess={(workers == 1 ? 1 : workers / 2)}");
        var serve = site.Start("serve");
        var batch = await site.DropAndTakeAsync("numbers.txt", lines);
        var hits = 0;
        for (var shot = 1; shot <= kills; shot++)
        {
            if (await ShootAsync(site, seeds.Random, batch, shot * (lines.Length / (kills + 2)))) hits++;
        }
        await site.FinishAsync(batch, TimeSpan.FromMinutes(Campaign.Size(5, 40)));

        var chunks = (await site.Ledger.Chunks.OfBatchAsync(batch, 0, 10_000, CancellationToken.None)).Count;
        var rescues = await site.RescuesAsync(batch);
        site.Print($"{name}: {workers} workers, {chunks} chunks, {hits} kills, {rescues} rescues");
        Assert.Equal(kills, hits);
        Assert.True(kills == 0 || rescues > 0, "No kill hit a running chunk.");

        var text = Path.Combine(site.WorkingFolder, "results.txt");
        await site.DoAsync("results", "numbers.txt", "--format", "text", "-o", text);
        await site.StopAsync(serve);
        return (await File.ReadAllBytesAsync(text), chunks);
    }

    static async Task<bool> ShootAsync(Site site, Random random, long batch, long done)
    {
        RunnerRow? target = null;
        await site.UntilAsync($"a runner at work after {done} rows", Campaign.Limit, async () =>
        {
            var summary = (await site.BatchAsync(batch))!;
            if (summary.Done < done) return BatchState.IsFinal(summary.State);
            var running = await site.Ledger.Chunks.RunningAsync(CancellationToken.None);
            if (running.Count == 0) return BatchState.IsFinal(summary.State);
            target = await site.Ledger.Runners.FindAsync(
                running[random.Next(running.Count)].RunnerId!.Value, CancellationToken.None);
            return target is { State: "alive" };
        });
        return target is not null && Signals.Send(target.Pid, Signals.Kill);
    }
}

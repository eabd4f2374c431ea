using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

[Collection(CampaignCollection.Name)]
public sealed class PoisonTests(ITestOutputHelper output)
{
    const string Poison = "123457";
    const int MaxCrashes = 3;

    [Fact]
    public async Task A_number_that_kills_its_workers_is_set_aside_and_kills_from_outside_condemn_nobody()
    {
        var kills = Campaign.Size(4, 10);
        await using var site = await Site.CreateAsync(output, null,
            "Factoring:BudgetSeconds=0.05", "Chunks:TargetSeconds=100", $"Chunks:MaxCrashes={MaxCrashes}");
        var serve = site.StartAt($"number:{Poison}", "serve");
        string[] lines = [.. site.Numbers.Unsplittable(Campaign.Size(200, 1000)), Poison, .. site.Numbers.Unsplittable(60)];
        var poisonLine = Array.IndexOf(lines, Poison) + 1;
        var batch = await site.DropAndTakeAsync("poisoned.txt", lines);

        for (var kill = 0; kill < kills; kill++) await ShootAsync(site, batch);
        var end = await site.FinishAsync(batch, TimeSpan.FromMinutes(Campaign.Size(5, 20)));

        var crashes = serve.Lines.Count(l => l.Contains("is gone: it crashed (signal 6)", StringComparison.Ordinal));
        site.Print($"{kills} kills from outside, {crashes} crashes, {await site.RescuesAsync(batch)} rescues");
        Assert.InRange(crashes, MaxCrashes, MaxCrashes + ChunkStore.SuspectAfterCrashes + 2);
        Assert.Equal(
            (BatchState.CompletedWithFailures, lines.Length, 1, 0),
            (end.State, end.Done, end.Quarantined, end.FailedChunks));
        var rows = new ResultRows();
        await site.Ledger.Results.PageAsync(batch, poisonLine - 1, 1, rows, CancellationToken.None);
        Assert.Equal((poisonLine, ResultStatus.Quarantined), ((int)rows.Line(0), rows.Status(0)));

        Signals.Send(serve.Id, Signals.Terminate);
        Assert.Equal(143, await serve.ExitAsync(Campaign.Limit));
        await site.CheckNobodyLeftAsync();
    }

    // Isolated processes too: they are the ones a kill could make look guilty.
    static async Task ShootAsync(Site site, long batchId)
    {
        await Task.Delay(site.Random.Next(1000));
        await site.UntilAsync("somebody to shoot at", Campaign.Limit, async () =>
        {
            if (BatchState.IsFinal((await site.BatchAsync(batchId))!.State))
                site.Fail("The batch was finished before all shots were fired.");
            var running = await site.Ledger.Chunks.RunningAsync(CancellationToken.None);
            var runners = (await site.Ledger.Runners.AliveAsync(CancellationToken.None))
                .Where(r => running.Any(c => c.RunnerId == r.Id)).ToList();
            var target = runners.Find(r => r.Isolated) ?? (runners.Count > 0 ? runners[site.Random.Next(runners.Count)] : null);
            // It may have crashed by itself meanwhile.
            return target is not null && Signals.Send(target.Pid, Signals.Kill);
        });
    }
}

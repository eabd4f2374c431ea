using System.Diagnostics;
using System.Globalization;
using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

[Collection(CampaignCollection.Name)]
public sealed class KilledRunnerTests(ITestOutputHelper output)
{
    const double BudgetSeconds = 0.05;
    static readonly TimeSpan LongBatch = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_batch_survives_the_killing_of_its_runners()
    {
        var kills = Campaign.Size(6, 100);
        // Chunks are cut by the predicted effort, some 4 s a number here, and worked in what the budget leaves of it.
        await using var site = await Site.CreateAsync(output, null,
            string.Create(CultureInfo.InvariantCulture, $"Factoring:BudgetSeconds={BudgetSeconds}"), "Chunks:TargetSeconds=100");
        var serve = site.Start("serve");
        var numbers = Campaign.IsLong ? await CountForAsync(site, LongBatch * 1.4) : 400;
        var batch = await site.DropAndTakeAsync("work.txt", site.Numbers.Unsplittable(numbers));
        var clock = Stopwatch.StartNew();

        var (shots, rescues) = (0, new Delays());
        while (rescues.Count < kills)
        {
            await ReachAsync(site, batch, (long)numbers * (rescues.Count + 1) / (kills + 2));
            shots++;
            // Now and then the chunk is done before the shot arrives.
            if (await ShootAsync(site) is (true, var delay)) rescues.Add(delay);
        }
        var end = await site.FinishAsync(batch, TimeSpan.FromMinutes(Campaign.Size(5, 40)));
        clock.Stop();

        site.Print($"{shots} shots, {kills} hit a running chunk; rescues: {rescues}");
        site.Print($"{end.Done} rows of {numbers} numbers in {clock.Elapsed}, "
            + $"{await site.RescuesAsync(batch)} rescues in the ledger, load {Site.LoadAverage()}");
        Assert.InRange(rescues.Worst, 0, Campaign.Within(2).TotalSeconds);
        Assert.True(!Campaign.IsLong || clock.Elapsed >= LongBatch, $"The batch was to last {LongBatch}: {clock.Elapsed}.");
        await site.CheckSoundAsync(batch, numbers);

        Signals.Send(serve.Id, Signals.Terminate);
        Assert.Equal(143, await serve.ExitAsync(Campaign.Limit));
        await site.CheckNobodyLeftAsync();
    }

    // How many numbers last this long depends on who else uses the machine just now, so the site is asked.
    static async Task<int> CountForAsync(Site site, TimeSpan time)
    {
        const int Sample = 300;
        var sample = await site.DropAndTakeAsync("sample.txt", site.Numbers.Unsplittable(Sample));
        var clock = Stopwatch.StartNew();
        await site.FinishAsync(sample, TimeSpan.FromMinutes(10));
        site.Print($"{Sample} numbers took {clock.Elapsed}");
        return (int)(Sample * (time / clock.Elapsed));
    }

    static Task ReachAsync(Site site, long batchId, long done) =>
        site.UntilAsync($"{done} rows", TimeSpan.FromMinutes(5), async () =>
        {
            var batch = (await site.BatchAsync(batchId))!;
            if (BatchState.IsFinal(batch.State)) site.Fail($"The batch was finished before all shots were fired: {batch}.");
            return batch.Done >= done;
        });

    /// <summary>Kills a runner that holds a chunk, and measures how long the chunk stays with the dead.</summary>
    static async Task<(bool Hit, TimeSpan Delay)> ShootAsync(Site site)
    {
        // Anywhere between two commits, which are a second apart.
        await Task.Delay(site.Random.Next(1000));
        ChunkRow? target = null;
        RunnerRow? runner = null;
        await site.UntilAsync("a running chunk", Campaign.Limit, async () =>
        {
            var running = await site.Ledger.Chunks.RunningAsync(CancellationToken.None);
            if (running.Count == 0) return false;
            target = running[site.Random.Next(running.Count)];
            runner = await site.Ledger.Runners.FindAsync(target.RunnerId!.Value, CancellationToken.None);
            return runner is { State: "alive" };
        });

        var shot = Stopwatch.GetTimestamp();
        Assert.True(Signals.Send(runner!.Pid, Signals.Kill));
        var held = await IsHeldAsync(site, runner);
        if (held) await site.UntilAsync("the rescue", Campaign.Limit, async () => !await IsHeldAsync(site, runner));
        var delay = Stopwatch.GetElapsedTime(shot);
        return (held || await WasRescuedAsync(site, target!), delay);
    }

    static async Task<bool> IsHeldAsync(Site site, RunnerRow runner) =>
        (await site.Ledger.Chunks.GrantedAsync(runner.Id, CancellationToken.None)).Count > 0;

    // The rescue may have been quicker than the first look.
    static async Task<bool> WasRescuedAsync(Site site, ChunkRow target) =>
        (await site.Ledger.Chunks.OfBatchAsync(target.BatchId, target.Id - 1, 1, CancellationToken.None)) is [var now]
        && now.Id == target.Id && now.Rescues > target.Rescues;
}

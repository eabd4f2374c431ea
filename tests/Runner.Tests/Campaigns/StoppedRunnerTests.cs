using System.Diagnostics;
using System.Globalization;
using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

[Collection(CampaignCollection.Name)]
public sealed class StoppedRunnerTests(ITestOutputHelper output)
{
    const int LeaseSeconds = 3;

    [Fact]
    public async Task A_stopped_runner_loses_its_chunk_after_its_lease()
    {
        var stops = Campaign.Size(2, 50);
        await using var site = await Site.CreateAsync(output, null,
            $"Lease:Seconds={LeaseSeconds}", "Factoring:BudgetSeconds=0.05", "Chunks:TargetSeconds=100");
        var serve = site.Start("serve");
        var rescues = new Delays();
        List<(long Batch, int Numbers)> batches = [];
        for (var stop = 1; stop <= stops; stop++)
        {
            if (batches.Count == 0 || await IsFinishedAsync(site, batches[^1].Batch))
                batches.Add(await DropAsync(site, batches.Count, 150));
            var (chunk, runner) = await AimAsync(site);
            var stopped = Stopwatch.GetTimestamp();
            Assert.True(Signals.Send(runner.Pid, Signals.Stop));
            if (!await IsHeldAsync(site, runner))
            {
                // It had just let its chunk go.
                Signals.Send(runner.Pid, Signals.Continue);
                stop--;
                continue;
            }

            await site.UntilAsync("the stopped runner's chunk is taken away", Campaign.Limit, async () =>
                !await IsHeldAsync(site, runner));
            rescues.Add(Stopwatch.GetElapsedTime(stopped));
            Assert.DoesNotContain(runner.Pid, site.Processes());
            var now = await site.Ledger.Chunks.OfBatchAsync(chunk.BatchId, chunk.Id - 1, 1, CancellationToken.None);
            Assert.NotEqual(runner.Id, now.Single().RunnerId);
        }
        foreach (var (batch, _) in batches) await site.FinishAsync(batch, TimeSpan.FromMinutes(20));
        site.Print($"{stops} stops of a runner that held a chunk, lease {LeaseSeconds} s; chunk free after: {rescues}");
        Assert.InRange(rescues.Worst, LeaseSeconds - 1, Campaign.Within(LeaseSeconds + 2).TotalSeconds);
        foreach (var (batch, numbers) in batches) await site.CheckSoundAsync(batch, numbers);

        Signals.Send(serve.Id, Signals.Terminate);
        Assert.Equal(143, await serve.ExitAsync(Campaign.Limit));
        await site.CheckNobodyLeftAsync();
    }

    [Fact]
    public async Task A_runner_stopped_inside_a_transaction_holds_the_others_up_for_its_lease_and_no_longer()
    {
        var wanted = Campaign.Size(2, 20);
        // Next to nothing in a chunk: its runners spend most of their time in transactions, most of them claims.
        await using var site = await Site.CreateAsync(output, null, $"Lease:Seconds={LeaseSeconds}", "Chunks:MaxNumbers=2");
        var serve = site.Start("serve");
        using var probe = new LockProbe(site.Folders.Data);
        var (freed, tries, claiming) = (new Delays(), 0, 0);
        List<(long Batch, int Numbers)> batches = [];
        var clock = Stopwatch.StartNew();
        while (freed.Count < wanted)
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(Campaign.Size(5, 30)))
                site.Fail($"Cut off by the harness's own limit: {freed.Count} of {wanted} stops hit a transaction in {tries} tries.");
            if (batches.Count == 0 || await IsFinishedAsync(site, batches[^1].Batch))
                batches.Add(await DropAsync(site, batches.Count, 0));
            var runners = (await site.Ledger.Runners.AliveAsync(CancellationToken.None))
                .Where(r => r.Role == RunnerRole.Work).ToList();
            if (runners.Count == 0) continue;

            tries++;
            var runner = runners[site.Random.Next(runners.Count)];
            await Task.Delay(site.Random.Next(20));
            var stopped = Stopwatch.GetTimestamp();
            if (!Signals.Send(runner.Pid, Signals.Stop)) continue;
            if (!await StaysTakenAsync(probe))
            {
                Signals.Send(runner.Pid, Signals.Continue);
                continue;
            }

            var held = await IsHeldAsync(site, runner);
            await site.UntilAsync("the write lock is free", Campaign.Limit, () => !probe.IsTaken());
            // Another process may have been slow to let go: only the end of the stopped one proves that it was the holder.
            if (site.Processes().Contains(runner.Pid))
            {
                Signals.Send(runner.Pid, Signals.Continue);
                continue;
            }
            freed.Add(Stopwatch.GetElapsedTime(stopped));
            if (!held) claiming++;
        }
        foreach (var (batch, _) in batches) await site.FinishAsync(batch, TimeSpan.FromMinutes(20));
        site.Print($"{wanted} of {tries} stops hit a transaction ({claiming} while it held no chunk), "
            + $"lease {LeaseSeconds} s; the lock was free after: {freed}");
        Assert.InRange(freed.Worst, 0, Campaign.Within(LeaseSeconds + 2).TotalSeconds);
        foreach (var (batch, numbers) in batches) await site.CheckSoundAsync(batch, numbers);

        Signals.Send(serve.Id, Signals.Terminate);
        Assert.Equal(143, await serve.ExitAsync(Campaign.Limit));
        await site.CheckNobodyLeftAsync();
    }

    static async Task<bool> StaysTakenAsync(LockProbe probe)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(0.4))
        {
            if (!probe.IsTaken()) return false;
            await Task.Delay(2);
        }
        return true;
    }

    static async Task<(long Batch, int Numbers)> DropAsync(Site site, int index, int hard)
    {
        var lines = hard > 0 ? site.Numbers.Unsplittable(hard) : site.Numbers.Easy(10_000);
        var name = string.Create(CultureInfo.InvariantCulture, $"file-{index}.txt");
        return (await site.DropAndTakeAsync(name, lines), lines.Length);
    }

    static async Task<bool> IsFinishedAsync(Site site, long batchId) =>
        BatchState.IsFinal((await site.BatchAsync(batchId))!.State);

    static async Task<(ChunkRow, RunnerRow)> AimAsync(Site site)
    {
        (ChunkRow, RunnerRow)? target = null;
        await site.UntilAsync("a running chunk", Campaign.Limit, async () =>
        {
            var running = await site.Ledger.Chunks.RunningAsync(CancellationToken.None);
            if (running.Count == 0) return false;
            var chunk = running[site.Random.Next(running.Count)];
            var runner = await site.Ledger.Runners.FindAsync(chunk.RunnerId!.Value, CancellationToken.None);
            if (runner is { State: "alive" }) target = (chunk, runner);
            return target is not null;
        });
        return target!.Value;
    }

    static async Task<bool> IsHeldAsync(Site site, RunnerRow runner) =>
        (await site.Ledger.Chunks.GrantedAsync(runner.Id, CancellationToken.None)).Count > 0;
}

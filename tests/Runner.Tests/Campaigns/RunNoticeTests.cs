using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>What <c>run</c> tells somebody who wonders why nothing moves.</summary>
[Collection(CampaignCollection.Name)]
public sealed class RunNoticeTests(ITestOutputHelper output)
{
    const int Numbers = 150;

    [Fact]
    public async Task Run_says_once_that_its_batch_is_paused_and_why_its_runners_wait()
    {
        await using var site = await Site.CreateAsync(output, null, "Factoring:BudgetSeconds=0.05");
        var file = Path.Combine(site.WorkingFolder, "numbers.txt");
        await File.WriteAllLinesAsync(file, site.Numbers.Unsplittable(Numbers));
        var run = site.Start("run", file);
        var batch = await site.SeeAsync<long>("the first rows", Campaign.Limit, async () =>
            await site.BatchesAsync() is [{ Done: > 0, State: BatchState.Open } seen] ? seen.Id : null);

        await site.Ledger.Steering.PauseAsync(batch, CancellationToken.None);
        await site.UntilAsync("it tells of the pause", Campaign.Limit, () => run.HasSaid("is paused: 'batchrunner resume 1'"));
        await site.Ledger.Steering.ResumeAsync(batch, CancellationToken.None);
        using (var probe = new LockProbe(site.Folders.Data))
        {
            // While nothing is in hand its runners could only claim, and they have other words for that.
            await site.UntilAsync("the write lock while there is something to commit", Campaign.Limit, async () =>
            {
                if (!probe.TryTake()) return false;
                if ((await site.Ledger.Chunks.RunningAsync(CancellationToken.None)).Count > 0) return true;
                probe.Release();
                return false;
            });
            await site.UntilAsync("it tells of the busy ledger", Campaign.Limit, () => run.HasSaid("Work is paused: "));
            probe.Release();
        }

        await site.FinishAsync(batch, Campaign.Limit);
        Assert.Equal(1, await run.ExitAsync(Campaign.Limit));
        Assert.Single(run.Lines, l => l.Contains("is paused: 'batchrunner", StringComparison.Ordinal));
        Assert.Single(run.Lines, l => l.Contains("Work is paused: ", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Lines, l => l.Contains("info:", StringComparison.Ordinal));
        await site.CheckSoundAsync(batch, Numbers);
        await site.CheckNobodyLeftAsync();
    }
}

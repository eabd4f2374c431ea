using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>A <c>work</c> that nobody supervises: whoever finds it dead cannot know what killed it.</summary>
[Collection(CampaignCollection.Name)]
public sealed class LoneWorkerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Kills_from_outside_make_a_chunk_suspect_but_condemn_nothing_in_it()
    {
        // One number that takes for ever: no worker is killed after it has moved the cursor.
        await using var site = await Site.CreateAsync(output, null);
        var file = Path.Combine(site.WorkingFolder, "numbers.txt");
        await File.WriteAllLinesAsync(file, [site.Numbers.Long()]);
        await site.DoAsync("submit", file);
        for (var kill = 0; kill < ChunkStore.SuspectAfterCrashes; kill++)
        {
            var work = site.Start("work", "--set", "Factoring:BudgetSeconds=0");
            await site.UntilAsync("it has claimed the chunk", Campaign.Limit, async () =>
                (await site.Ledger.Chunks.RunningAsync(CancellationToken.None)) is [{ RunnerId: { } id }]
                && (await site.Ledger.Runners.FindAsync(id, CancellationToken.None))!.Pid == work.Id);
            Assert.True(Signals.Send(work.Id, Signals.Kill));
            await work.ExitAsync(Campaign.Limit);
        }

        var serve = site.Start("serve", "--set", "Factoring:BudgetSeconds=0.5");
        var end = await site.FinishAsync(1, TimeSpan.FromMinutes(5));

        Assert.Equal(ChunkStore.SuspectAfterCrashes, await site.RescuesAsync(1));
        if (!serve.HasSaid("isolated: True")) site.Fail("The chunk was never worked in isolation.");
        Assert.Equal((1, 0, 0), (end.Done, end.Quarantined, end.FailedChunks));
        await site.CheckSoundAsync(1, 1);
        await site.StopAsync(serve);
    }
}

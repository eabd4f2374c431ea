using System.Diagnostics;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

[Collection(CampaignCollection.Name)]
public sealed class FullDiskTests(ITestOutputHelper output)
{
    [MountFact]
    public async Task On_a_full_disk_work_waits_says_so_and_goes_on_by_itself()
    {
        using var disk = SmallDisk.Mount(megabytes: 120);
        await using var site = await Site.CreateAsync(output, Path.Combine(disk.Path, "data"),
            "Factoring:BudgetSeconds=0.05", "Chunks:TargetSeconds=100");
        var serve = site.Start("serve");
        var faults = 0;
        var lines = site.Numbers.Unsplittable(Campaign.Size(200, 1000));
        var batch = await site.DropAndTakeAsync("work.txt", lines);
        for (var i = 1; i <= Campaign.Size(2, 10); i++)
        {
            var goal = (long)lines.Length * i / Campaign.Size(4, 12);
            await site.UntilAsync("some rows", Campaign.Limit, async () => (await site.BatchAsync(batch))!.Done >= goal);
            var told = Count(serve, "No space is left");
            disk.Fill();
            await site.UntilAsync("a message of the full disk", Campaign.Limit, () => Count(serve, "No space is left") > told);
            var stuckAt = (await site.BatchAsync(batch))!.Done;
            disk.Free();
            await site.UntilAsync("work goes on", Campaign.Limit, async () => (await site.BatchAsync(batch))!.Done > stuckAt);
            faults++;
        }
        await site.FinishAsync(batch, TimeSpan.FromMinutes(10));
        site.Print($"{faults} times the disk was full; {await site.RescuesAsync(batch)} rescues");

        Assert.True(faults > 0);
        Assert.Equal(0, await site.RescuesAsync(batch));
        await site.CheckSoundAsync(batch, lines.Length);
        Signals.Send(serve.Id, Signals.Terminate);
        Assert.Equal(143, await serve.ExitAsync(Campaign.Limit));
        await site.CheckNobodyLeftAsync();
    }

    [MountFact]
    public async Task A_file_dropped_on_a_full_disk_is_taken_in_when_there_is_space()
    {
        using var disk = SmallDisk.Mount(megabytes: 120);
        await using var site = await Site.CreateAsync(output, Path.Combine(disk.Path, "data"));
        var lines = site.Numbers.Easy(10_000);
        site.Drop("work.txt", lines);
        disk.Fill();
        var serve = site.Start("serve");
        var clock = Stopwatch.StartNew();
        await site.UntilAsync("a message or an end", Campaign.Limit, () => serve.Lines.Count > 0);
        await site.UntilAsync("a message that names the remedy", Campaign.Limit, () =>
            serve.HasSaid("Free some space") || serve.HasSaid("has space left"));
        // It cannot even register: it ends and says so, instead of sitting there without a ledger.
        Assert.Equal(75, await serve.ExitAsync(Campaign.Limit));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(site.Folders.Data, "runners")));
        disk.Free();
        serve = site.Start("serve");
        var batch = await site.SeeAsync("the batch", Campaign.Limit, async () =>
            (await site.Ledger.Batches.FindByNameAsync("work.txt", CancellationToken.None))?.Id);
        await site.FinishAsync(batch, TimeSpan.FromMinutes(5));
        site.Print($"finished after {clock.Elapsed}");
        await site.CheckSoundAsync(batch, lines.Length);

        Signals.Send(serve.Id, Signals.Terminate);
        Assert.Equal(143, await serve.ExitAsync(Campaign.Limit));
        await site.CheckNobodyLeftAsync();
    }

    static int Count(LoggedProcess process, string text) =>
        process.Lines.Count(l => l.Contains(text, StringComparison.Ordinal));
}

using System.Diagnostics;
using System.Globalization;
using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

[Collection(CampaignCollection.Name)]
public sealed class KilledServeTests(ITestOutputHelper output)
{
    const int HardNumbers = 20;
    const int EasyNumbers = 5_000;
    const int ManySlices = 60_000;

    [Fact]
    public async Task A_killed_service_takes_its_runners_along_and_the_next_goes_on_where_it_was()
    {
        var kills = Campaign.Size(3, 20);
        await using var site = await Site.CreateAsync(
            output, null, "Factoring:BudgetSeconds=0.05", "Chunks:TargetSeconds=100");
        var (gone, unread, unfinished) = (new Delays(), 0, 0);
        Dictionary<string, int> expected = [];
        for (var shot = 1; shot <= kills; shot++)
        {
            var finished = (await site.BatchesAsync()).Count(b => BatchState.IsFinal(b.State));
            var before = (await site.BatchesAsync()).ToDictionary(b => b.Id, b => b.Done);
            var serve = site.Start("serve");
            Drop($"easy-{shot}.txt", site.Numbers.Easy(shot % 4 == 0 ? ManySlices : EasyNumbers));
            Drop($"hard-{shot}.txt", site.Numbers.Unsplittable(HardNumbers));
            await MomentAsync(site, shot, finished);

            var children = site.Processes().Count - 1;
            var fired = Stopwatch.GetTimestamp();
            Assert.True(Signals.Send(serve.Id, Signals.Kill));
            await site.UntilAsync("no process is left", Campaign.Limit, () => site.Processes().Count == 0);
            gone.Add(Stopwatch.GetElapsedTime(fired));

            var after = await site.BatchesAsync();
            Assert.All(after, batch => Assert.InRange(batch.Done, before.GetValueOrDefault(batch.Id), batch.Numbers));
            unfinished += after.Count(b => !BatchState.IsFinal(b.State));
            var unreadNow = 2 * shot - after.Count(b => b.State != BatchState.Loading);
            unread += unreadNow;
            site.Print($"kill {shot}: {children} children, {after.Count} batches, "
                + $"{after.Count(b => !BatchState.IsFinal(b.State))} of them not finished, "
                + $"{unreadNow} files not read to their end, "
                + $"{Directory.GetFiles(site.Folders.Claimed).Length} files claimed");
        }

        var last = site.Start("serve");
        await site.UntilAsync("every file is a batch", Campaign.Limit, async () =>
            (await site.BatchesAsync()).Count >= expected.Count);
        // The oldest goes first: those behind it stand still meanwhile.
        foreach (var batch in (await site.BatchesAsync()).OrderBy(b => b.Id))
            await site.FinishAsync(batch.Id, TimeSpan.FromMinutes(20));
        await site.UntilAsync("every file is in done/", Campaign.Limit, () =>
            Directory.GetFiles(site.Folders.Claimed).Length == 0);
        site.Print($"{kills} kills of the service, {unfinished} times a batch was under way, "
            + $"{unread} times a file was not read to its end; no process left after: {gone}");

        Assert.True(unfinished > 0, "No kill came while anything was under way.");
        Assert.InRange(gone.Worst, 0, Campaign.Within(2).TotalSeconds);
        var batches = await site.BatchesAsync();
        Assert.Equal(expected.Keys.Order(), batches.Select(b => b.Name).Order());
        foreach (var batch in batches) await site.CheckSoundAsync(batch.Id, expected[batch.Name]);
        Assert.Empty(Directory.GetFiles(site.Folders.Inbox));

        Signals.Send(last.Id, Signals.Terminate);
        Assert.Equal(143, await last.ExitAsync(Campaign.Limit));
        await site.CheckNobodyLeftAsync();

        void Drop(string name, string[] lines)
        {
            site.Drop(name, lines);
            expected.Add(name, lines.Length);
        }
    }

    // Each kill in another phase: while a file is being taken, while it loads, while it is worked, while it is exported.
    static async Task MomentAsync(Site site, int shot, int finished)
    {
        var easy = string.Create(CultureInfo.InvariantCulture, $"easy-{shot}.txt");
        var hard = string.Create(CultureInfo.InvariantCulture, $"hard-{shot}.txt");
        await site.UntilAsync("the moment to shoot", Campaign.Limit, (shot % 4) switch
        {
            0 => () => Task.FromResult(!File.Exists(Path.Combine(site.Folders.Inbox, easy))),
            1 => async () => await FindAsync(hard) is { } batch
                && (BatchState.IsFinal(batch.State) || (await site.Ledger.Chunks.RunningAsync(CancellationToken.None)).Count > 0),
            2 => async () => await FindAsync(easy) is { State: not BatchState.Loading },
            _ => async () => (await site.BatchesAsync())
                .Count(b => b.State == BatchState.Exporting || BatchState.IsFinal(b.State)) > finished,
        });
        if (shot % 4 != 0) await Task.Delay(site.Random.Next(300));

        Task<BatchRow?> FindAsync(string name) => site.Ledger.Batches.FindByNameAsync(name, CancellationToken.None);
    }
}

using System.Diagnostics;
using BatchRunner.Runner.Tests.Campaigns;
using BatchRunner.Storage;
using BatchRunner.Storage.Tests.Postgres;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Postgres;

/// <summary>
/// A database and two hosts that work one batch, <c>serve</c> on the one and <c>work</c> on the other: network namespaces
/// where they may be made, else relays.
/// </summary>
[Collection(CampaignCollection.Name)]
public sealed class HostsTests(ITestOutputHelper output) : PostgresSiteTest(output)
{
    const int ServesHere = 0;
    const int WorksHere = 1;

    readonly HostNetwork _network = HostNetwork.Create();

    private protected override Task<PostgresServer> StartServerAsync() => _network.StartServerAsync();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _network.DisposeAsync();
    }

    [Fact]
    public async Task Two_hosts_share_a_batch_and_one_that_was_cut_off_takes_part_again_with_nothing_lost_or_repeated()
    {
        var seconds = Campaign.Size(20, 300);
        var lease = Campaign.Size(5, 15);
        var cut = TimeSpan.FromSeconds(_network.HasTwoHosts ? Campaign.Size(10, 30) : lease / 2.0);
        const double BudgetSeconds = 0.05;
        var numbers = (int)(2 * seconds / BudgetSeconds);
        await using var site = await Site.CreateOnPostgresAsync(Output, Database,
            "Factoring:BudgetSeconds=0.05", $"Chunks:TargetSeconds={Campaign.Size(1, 5)}",
            $"Lease:Seconds={lease}", "Runners:Processes=1");
        site.Print($"{_network.Kind}, {numbers} numbers, {seconds} s of two workers; "
            + $"one host is cut off for {cut.TotalSeconds} s");
        RemoteHost[] hosts =
        [
            new("the first host", _network.Launcher(ServesHere), _network.ConnectionString(ServesHere, Database), null),
            new("the second host", _network.Launcher(WorksHere), _network.ConnectionString(WorksHere, Database),
                Path.Combine(site.WorkingFolder, "second")),
        ];
        var serve = site.StartOn(hosts[ServesHere], "serve");
        var work = site.StartOn(hosts[WorksHere], "work");
        await site.UntilAsync("both hosts", Campaign.Limit, async () => (await HostsAliveAsync(site)).Count == 2);
        var batch = await site.DropAndTakeAsync("work.txt", site.Numbers.Unsplittable(numbers));

        var holders = new Dictionary<long, int>();
        var clock = Stopwatch.StartNew();
        await WatchUntilAsync(site, holders, batch, b => b.Done >= numbers / 4);
        await _network.CutAsync(WorksHere);
        var cutAt = Stopwatch.StartNew();
        await WatchUntilAsync(site, holders, batch, _ => cutAt.Elapsed > cut);
        await _network.HealAsync(WorksHere);
        await site.UntilAsync("work on both hosts again", Campaign.Limit, async () =>
            (await HoldersAsync(site)).Values.Distinct().Count() == 2);
        await WatchUntilAsync(site, holders, batch, b => BatchState.IsFinal(b.State));

        var shares = holders.Values.GroupBy(h => h).OrderBy(g => g.Key)
            .Select(g => (double)g.Count() / holders.Count).ToList();
        site.Print($"{clock.Elapsed.TotalSeconds:F0} s, {holders.Count} chunks, "
            + $"shares {string.Join(" and ", shares.Select(s => $"{s:P0}"))}, {await site.RescuesAsync(batch)} rescued");
        Assert.Equal(2, shares.Count);
        Assert.True(shares.Min() >= Campaign.Size(10, 30) / 100.0, $"One host did {shares.Min():P0} of the chunks.");
        Assert.True(!_network.HasTwoHosts || work.HasSaid("cannot be reached"), "The host that was cut off said nothing.");
        await site.CheckSoundAsync(batch, numbers);
        Assert.Equal(0, await site.Start("verify").ExitAsync(Campaign.Limit));
        foreach (var process in (LoggedProcess[])[work, serve])
        {
            Signals.Send(process.Id, Signals.Terminate);
            Assert.Equal(143, await process.ExitAsync(Campaign.Limit));
        }
    }

    // The children of `serve` have a parent in the ledger; `work` has none.
    static async Task<Dictionary<long, int>> HostsAliveAsync(Site site) =>
        (await site.Ledger.Runners.AliveAsync(CancellationToken.None))
            .Where(r => r.Role == RunnerRole.Work)
            .ToDictionary(r => r.Id, r => r.ParentId is null ? WorksHere : ServesHere);

    static async Task<Dictionary<long, int>> HoldersAsync(Site site)
    {
        var hosts = await HostsAliveAsync(site);
        return (await site.Ledger.Chunks.RunningAsync(CancellationToken.None))
            .Where(c => hosts.ContainsKey(c.RunnerId!.Value))
            .ToDictionary(c => c.Id, c => hosts[c.RunnerId!.Value]);
    }

    /// <summary>Notes who holds which chunk; the last to hold it has done it.</summary>
    static Task WatchUntilAsync(Site site, Dictionary<long, int> holders, long batch, Func<BatchSummary, bool> condition) =>
        site.UntilAsync("the next part of the batch", TimeSpan.FromMinutes(20), async () =>
        {
            foreach (var (chunk, host) in await HoldersAsync(site)) holders[chunk] = host;
            return condition((await site.BatchAsync(batch))!);
        });
}

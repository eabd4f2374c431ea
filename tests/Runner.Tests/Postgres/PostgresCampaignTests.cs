using System.Globalization;
using BatchRunner.Runner.Tests.Campaigns;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Postgres;

/// <summary>The program on a real PostgreSQL server that is stopped, cut off and whose clients are killed.</summary>
public sealed class PostgresCampaignTests(ITestOutputHelper output) : PostgresSiteTest(output)
{
    const double BudgetSeconds = 0.05;

    [Fact]
    public async Task Run_factors_a_file_to_its_end_and_verify_agrees()
    {
        await using var site = await Site.CreateOnPostgresAsync(Output, Database);
        var file = Path.Combine(site.WorkingFolder, "numbers.txt");
        await File.WriteAllLinesAsync(file, ["360", "x", .. site.Numbers.Easy(3000)]);

        var run = site.Start("run", file);

        Assert.Equal(1, await run.ExitAsync(Campaign.Limit));
        Assert.Equal(0, await site.Start("verify").ExitAsync(Campaign.Limit));
        await site.CheckSoundAsync(1, 3001);
        var answers = Directory.EnumerateFiles(site.Folders.Data, "*.factors.txt", SearchOption.AllDirectories).Single();
        Assert.Equal("360: 2 2 2 3 3 5", File.ReadLines(answers).First());
        var told = site.Start("config");
        Assert.Equal(0, await told.ExitAsync(Campaign.Limit));
        Assert.False(told.HasSaid(DatabaseName), "config shows the secret.");
        Assert.Equal(0, await site.Start("doctor").ExitAsync(Campaign.Limit));
        Assert.Empty(await site.Ledger.Runners.AliveAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_batch_survives_the_killing_of_its_runners()
    {
        var kills = Campaign.Size(3, 30);
        await using var site = await SlowSiteAsync();
        var serve = site.Start("serve");
        var numbers = 60 * (kills + 2);
        await GraceAsync(site);
        var batch = await site.DropAndTakeAsync("work.txt", site.Numbers.Unsplittable(numbers));

        for (var shot = 1; shot <= kills; shot++)
        {
            await ReachAsync(site, batch, (long)numbers * shot / (kills + 2));
            Storage.RunnerRow? runner = null;
            await site.UntilAsync("a running chunk", Campaign.Limit, async () =>
                await site.Ledger.Chunks.RunningAsync(CancellationToken.None) is [var chunk, ..]
                && (runner = await site.Ledger.Runners.FindAsync(chunk.RunnerId!.Value, CancellationToken.None))
                    is { State: "alive" });
            Signals.Send(runner!.Pid, Signals.Kill);
            await site.UntilAsync("the rescue", Campaign.Limit, async () =>
                (await site.Ledger.Chunks.GrantedAsync(runner.Id, CancellationToken.None)).Count == 0);
        }

        await site.FinishAsync(batch, TimeSpan.FromMinutes(5));
        await site.CheckSoundAsync(batch, numbers);
        await EndAsync(serve);
    }

    [Fact]
    public async Task What_the_ledger_has_said_is_there_after_its_server_was_stopped_at_once()
    {
        var stops = Campaign.Size(3, 20);
        await using var site = await SlowSiteAsync();
        var serve = site.Start("serve");
        var numbers = 80 * (stops + 2);
        var batch = await site.DropAndTakeAsync("work.txt", site.Numbers.Unsplittable(numbers));

        for (var stop = 1; stop <= stops; stop++)
        {
            await ReachAsync(site, batch, (long)numbers * stop / (stops + 2));
            var acknowledged = (await site.BatchAsync(batch))!.Done;
            await Server.StopAtOnceAsync();
            var said = serve.Lines.Count(l => l.Contains("Work is paused", StringComparison.Ordinal));
            await site.UntilAsync("a word on the pause", Campaign.Limit, () =>
                serve.Lines.Count(l => l.Contains("Work is paused", StringComparison.Ordinal)) > said || said > 0);
            await Server.StartAgainAsync();
            await site.UntilAsync("the ledger again", Campaign.Limit, async () => await AnswersAsync(site, batch));
            Assert.InRange((await site.BatchAsync(batch))!.Done, acknowledged, numbers);
        }

        await site.FinishAsync(batch, TimeSpan.FromMinutes(10));
        await site.CheckSoundAsync(batch, numbers);
        Assert.Equal(0, await site.Start("verify").ExitAsync(Campaign.Limit));
        Assert.True(serve.HasSaid("cannot be reached") || serve.HasSaid("is not available"));
        await EndAsync(serve);
    }

    [Fact]
    public async Task A_runner_that_was_cut_off_past_its_lease_says_so_and_goes_on()
    {
        await using var site = await SlowSiteAsync("Lease:Seconds=5");
        var work = site.Start("work");
        var serve = site.Start("serve", "--set", "Runners:Processes=1");
        const int Numbers = 400;
        var batch = await site.DropAndTakeAsync("work.txt", site.Numbers.Unsplittable(Numbers));
        await site.UntilAsync("both at work", Campaign.Limit, async () =>
            (await site.Ledger.Chunks.RunningAsync(CancellationToken.None)).Select(c => c.RunnerId).Distinct().Count() > 1);

        // Everybody is thrown out and nobody let in; and to those who look, all have been away past their leases.
        await TellServerAsync($"ALTER DATABASE {DatabaseName} ALLOW_CONNECTIONS false");
        await TellServerAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{DatabaseName}'");
        await site.UntilAsync("the standalone runner's word", Campaign.Limit, () =>
            work.HasSaid("No chunk can be claimed") || work.HasSaid("Work is paused"));
        await TellServerAsync($"ALTER DATABASE {DatabaseName} ALLOW_CONNECTIONS true");
        await site.UntilAsync("the ledger again", Campaign.Limit, async () => await AnswersAsync(site, batch));
        foreach (var runner in await site.Ledger.Runners.AliveAsync(CancellationToken.None))
            await site.Ledger.Runners.EndAsync(runner.Id, "dead", "given up by the test", false, CancellationToken.None);

        await site.FinishAsync(batch, TimeSpan.FromMinutes(5));
        await site.CheckSoundAsync(batch, Numbers);
        await EndAsync(work);
        await EndAsync(serve);
    }

    Task<Site> SlowSiteAsync(params string[] settings) => Site.CreateOnPostgresAsync(Output, Database,
    [
        string.Create(CultureInfo.InvariantCulture, $"Factoring:BudgetSeconds={BudgetSeconds}"),
        "Chunks:TargetSeconds=100", .. settings,
    ]);

    static async Task<bool> AnswersAsync(Site site, long batch)
    {
        try
        {
            return await site.BatchAsync(batch) is not null;
        }
        catch (Storage.LedgerException)
        {
            return false;
        }
    }

    // After the server's start everybody has a lease's time before he is taken for dead.
    static Task GraceAsync(Site site) => site.UntilAsync("the end of the grace", Campaign.Limit, () =>
        !site.Ledger.Liveness.Look("lock-999999").Alive);

    static Task ReachAsync(Site site, long batchId, long done) => site.UntilAsync($"{done} rows", TimeSpan.FromMinutes(5),
        async () => (await site.BatchAsync(batchId))!.Done >= done);

    static async Task EndAsync(LoggedProcess process)
    {
        Signals.Send(process.Id, Signals.Terminate);
        Assert.Equal(143, await process.ExitAsync(Campaign.Limit));
    }
}

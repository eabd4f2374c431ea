using System.Net;
using BatchRunner.Runner.Tests.Campaigns;
using BatchRunner.Runner.Tests.Postgres;
using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Hangfire.Tests;

/// <summary>The edition with ledger and tickets on a real PostgreSQL server.</summary>
[Collection(CampaignCollection.Name)]
public sealed class PostgresTests(ITestOutputHelper output) : PostgresSiteTest(output)
{
    const int Numbers = 400;

    [Fact]
    public async Task Two_processes_finish_a_batch_one_of_them_is_killed_and_Hangfires_pages_tell_of_it()
    {
        await using var site = await Site.CreateOnPostgresAsync(Output, Database, "Factoring:BudgetSeconds=0.05", "Chunks:TargetSeconds=10");
        var serve = site.Start("serve");
        // After the server's start everybody has a lease's time before he is taken for dead.
        await site.UntilAsync("the end of the grace", Campaign.Limit, () => !site.Ledger.Liveness.Look("lock-999999").Alive);
        var batch = await site.DropAndTakeAsync("july.txt", site.Numbers.Unsplittable(Numbers));
        await site.UntilAsync("two processes at work", Campaign.Limit, async () =>
            (await site.Ledger.Chunks.RunningAsync(CancellationToken.None)).Select(c => c.RunnerId).Distinct().Count() == 2);
        await CheckPagesAsync(site, serve, batch);

        await KillOneAsync(site);
        await site.FinishAsync(batch, TimeSpan.FromMinutes(5));

        Assert.InRange(await site.RescuesAsync(batch), 1, 2);
        await site.CheckSoundAsync(batch, Numbers);
        Assert.InRange(await CountAsync("SELECT count(*) FROM hangfire.job WHERE statename = 'Succeeded'"), 2, long.MaxValue);
        await site.DoAsync("verify");
        Signals.Send(serve.Id, Signals.Terminate);
        Assert.Equal(143, await serve.ExitAsync(Campaign.Limit));
        Assert.Empty(await site.Ledger.Runners.AliveAsync(CancellationToken.None));
    }

    async Task CheckPagesAsync(Site site, LoggedProcess serve, long batch)
    {
        using var browser = await HangfirePagesTests.BrowseAsync(site, serve);

        var home = await browser.GetStringAsync("/hangfire");
        var page = await browser.GetStringAsync($"/hangfire/batches/{batch}");
        using var servers = await browser.GetAsync("/hangfire/servers");
        using var working = await browser.GetAsync("/hangfire/jobs/processing");

        Assert.Contains("Numbers/s", home, StringComparison.Ordinal);
        Assert.DoesNotContain(DatabaseName, home, StringComparison.Ordinal);
        Assert.Contains("july.txt chunk ", page, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (servers.StatusCode, working.StatusCode));
        Assert.Contains("july.txt chunk ", await working.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    static async Task KillOneAsync(Site site)
    {
        RunnerRow? runner = null;
        await site.UntilAsync("a running chunk", Campaign.Limit, async () =>
            await site.Ledger.Chunks.RunningAsync(CancellationToken.None) is [var chunk, ..]
            && (runner = await site.Ledger.Runners.FindAsync(chunk.RunnerId!.Value, CancellationToken.None)) is { State: "alive" });
        Assert.True(Signals.Send(runner!.Pid, Signals.Kill));
        await site.UntilAsync("the rescue", Campaign.Limit, async () =>
            (await site.Ledger.Chunks.GrantedAsync(runner.Id, CancellationToken.None)).Count == 0);
    }
}

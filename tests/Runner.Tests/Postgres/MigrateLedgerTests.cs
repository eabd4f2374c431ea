using BatchRunner.Jobs;
using BatchRunner.Runner.Tests.Campaigns;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Postgres;

public sealed class MigrateLedgerTests(ITestOutputHelper output) : PostgresSiteTest(output)
{
    [Fact]
    public async Task A_ledger_killed_on_its_way_to_postgres_ends_equal_row_for_row_and_works_on_there()
    {
        var numbers = Campaign.Size(300_000, 1_000_000);
        await using var site = await Site.CreateAsync(Output, null);
        var file = Path.Combine(site.WorkingFolder, "numbers.txt");
        await File.WriteAllLinesAsync(file, ["x", .. site.Numbers.Easy(numbers)]);
        Assert.Equal(ExitCode.Incomplete, await site.Start("run", file).ExitAsync(TimeSpan.FromMinutes(10)));

        Assert.Equal(128 + Signals.Kill, await Migrate(site, Failpoint.TransferPage + ":2").ExitAsync(Campaign.Limit));
        var copied = await CountAsync("SELECT count(*) FROM results");
        site.Print($"killed after {copied} of {numbers} rows");
        Assert.InRange(copied, 1, numbers - 1);
        Assert.Equal(ExitCode.Usage, await site.Start("run", file).ExitAsync(Campaign.Limit));

        var finished = Migrate(site);
        Assert.Equal(ExitCode.Success, await finished.ExitAsync(TimeSpan.FromMinutes(5)));
        Assert.True(finished.HasSaid($"{numbers} result rows"));
        Assert.Equal(numbers, await CountAsync("SELECT count(*) FROM results"));
        Assert.Equal(ExitCode.Usage, await Migrate(site).ExitAsync(Campaign.Limit));

        Dictionary<string, string> there = new()
        {
            ["BATCHRUNNER__LEDGER__PROVIDER"] = "postgres",
            ["BATCHRUNNER__LEDGER__CONNECTIONSTRING"] = Database,
        };
        Assert.Equal(ExitCode.Success, await site.StartWith(there, "verify").ExitAsync(TimeSpan.FromMinutes(5)));
        var more = Path.Combine(site.WorkingFolder, "more.txt");
        await File.WriteAllLinesAsync(more, site.Numbers.Easy(100));
        Assert.Equal(ExitCode.Success, await site.StartWith(there, "run", more).ExitAsync(Campaign.Limit));
        Assert.Equal(2, await CountAsync("SELECT max(id) FROM batches"));
    }

    LoggedProcess Migrate(Site site, string? failpoint = null)
    {
        Dictionary<string, string> environment = new() { ["BATCHRUNNER__LEDGER__CONNECTIONSTRING"] = Database };
        if (failpoint is not null) environment["BATCHRUNNER_FAILPOINT"] = failpoint;
        return site.StartWith(environment, "migrate-ledger");
    }
}

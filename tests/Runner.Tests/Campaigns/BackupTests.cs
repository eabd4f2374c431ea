using System.Text.Json;
using BatchRunner.Jobs.Verification;
using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

public sealed class BackupTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_backup_taken_under_load_restores_into_an_empty_folder_verifies_and_finishes_there()
    {
        var rounds = Campaign.Size(1, 100);
        await using var site = await Site.CreateAsync(output, null, "Factoring:BudgetSeconds=0.05", "Chunks:TargetSeconds=100");
        var lines = site.Numbers.Unsplittable(Campaign.Size(250, 20_000));
        var run = site.Start("run", NumberFile(site, lines));
        var batch = await site.SeeAsync("the batch", Campaign.Limit, async () =>
            (await site.Ledger.Batches.FindByNameAsync("work.txt", CancellationToken.None))?.Id);
        for (var round = 1; round <= rounds; round++)
        {
            var goal = (long)lines.Length * round / (rounds + 2);
            await site.UntilAsync("rows", Campaign.Limit, async () => (await site.BatchAsync(batch))!.Done >= goal);
            var backup = Path.Combine(site.WorkingFolder, $"backup-{round}");
            await DoAsync(site, ExitCode.Success, "backup", backup);
            // Nobody may restore over the work that goes on.
            await DoAsync(site, ExitCode.LedgerUnavailable, "restore", backup);
        }
        Assert.Equal(ExitCode.Incomplete, await run.ExitAsync(TimeSpan.FromMinutes(5)));
        Assert.Equal(lines.Length, (await site.BatchAsync(batch))!.Done);

        for (var round = 1; round <= rounds; round++)
            await CheckRestoredAsync(site, Path.Combine(site.WorkingFolder, $"backup-{round}"), batch, lines.Length, round == rounds);
        await site.CheckNobodyLeftAsync();
    }

    static string NumberFile(Site site, IEnumerable<string> lines)
    {
        var path = Path.Combine(site.WorkingFolder, "work.txt");
        File.WriteAllLines(path, lines);
        return path;
    }

    static async Task CheckRestoredAsync(Site site, string backup, long batch, long numbers, bool finish)
    {
        var empty = Directory.CreateDirectory(backup + ".data").FullName;
        string[] there = ["--data", empty, "--processes", "2", "--workers", "1", "--set", "Factoring:BudgetSeconds=0.05"];
        await DoAsync(site, ExitCode.Success, ["restore", backup, .. there]);
        await DoAsync(site, ExitCode.Success, ["verify", .. there]);
        var ledger = await Ledger.OpenSqliteAsync(empty, TimeProvider.System, CancellationToken.None);
        var restored = (await ledger.Summaries.FindAsync(batch, CancellationToken.None))!;
        site.Print($"{restored.Done} of {numbers} rows were in the backup");
        Assert.InRange(restored.Done, 1, numbers - 1);
        Assert.Equal(0, restored.RunningChunks);
        if (!finish) return;

        // The same bytes again are the restored batch: it goes on where the backup was.
        await DoAsync(site, ExitCode.Incomplete, ["run", Path.Combine(site.WorkingFolder, "work.txt"), .. there]);
        await DoAsync(site, ExitCode.Success, ["verify", .. there]);
        var verification = await new Verifier(ledger).VerifyAsync(batch, null, CancellationToken.None);
        Assert.Equal((numbers, 0), (verification!.Rows, verification.Waiting));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(empty, "done"), "*.factors.txt"));
    }

    [Fact]
    public async Task Verbs_say_what_they_refuse_and_report_as_json()
    {
        await using var site = await Site.CreateAsync(output, null);
        var data = site.Folders.Data;
        File.WriteAllText(Path.Combine(site.WorkingFolder, "n.txt"), "360\n97\nx\n");
        await DoAsync(site, ExitCode.Incomplete, "run", "n.txt", "--data", data, "--processes", "1", "--workers", "1");

        var taken = await DoAsync(site, ExitCode.Success, "backup", "b", "--data", data, "--json");
        Assert.Contains("--force", (await DoAsync(site, ExitCode.Usage, "backup", "b", "--data", data)).Messages, StringComparison.Ordinal);
        await DoAsync(site, ExitCode.Success, "backup", "b", "--data", data, "--force");
        await DoAsync(site, ExitCode.Usage, "backup", Path.Combine(data, "ledger.db"), "--force", "--data", data);
        await DoAsync(site, ExitCode.NotFound, "restore", "nothing", "--data", data);
        await DoAsync(site, ExitCode.Usage, "restore", "--data", data);
        await DoAsync(site, ExitCode.VerificationFailed, "restore", "n.txt", "--data", data);
        Assert.Contains("pg_dump", (await DoAsync(site, ExitCode.Usage, "backup", "c", "--set",
            "Ledger:Provider=postgres", "--set", "Ledger:ConnectionString=Host=nowhere")).Messages,
            StringComparison.Ordinal);

        Assert.Equal(2, JsonDocument.Parse(taken.Output).RootElement.GetProperty("results").GetInt64());
        var restored = await DoAsync(site, ExitCode.Success, "restore", "b", "--data", data, "--json");
        var before = JsonDocument.Parse(restored.Output).RootElement.GetProperty("before").GetString()!;
        Assert.StartsWith(Path.Combine(data, "ledger.db.before-restore-"), before, StringComparison.Ordinal);
        Assert.True(File.Exists(before));
        await DoAsync(site, ExitCode.Success, "verify", "--data", data);
    }

    [Fact]
    public async Task A_pruned_batch_leaves_its_files_and_its_bytes_run_again()
    {
        await using var site = await Site.CreateAsync(output, null);
        string[] there = ["--data", site.Folders.Data, "--processes", "1", "--workers", "1"];
        File.WriteAllText(Path.Combine(site.WorkingFolder, "n.txt"), "360\n97\nx\n");
        await DoAsync(site, ExitCode.Incomplete, ["run", "n.txt", .. there]);

        await DoAsync(site, ExitCode.Usage, ["prune", .. there]);
        await DoAsync(site, ExitCode.Usage, ["prune", "--older-than", "soon", .. there]);
        Assert.Equal("", (await DoAsync(site, ExitCode.Success, ["prune", "--older-than", "1d", .. there])).Output);
        var dry = await DoAsync(site, ExitCode.Success, ["prune", "1", "--dry-run", .. there]);
        Assert.Contains("would go", dry.Output, StringComparison.Ordinal);
        Assert.Single(await site.BatchesAsync());
        await DoAsync(site, ExitCode.Success, ["prune", "n.txt", "--vacuum", .. there]);

        Assert.Empty(await site.BatchesAsync());
        Assert.Equal(3, Directory.EnumerateFiles(site.Folders.Done).Count());
        await DoAsync(site, ExitCode.Incomplete, ["run", "n.txt", .. there]);
        Assert.Equal(2, Assert.Single(await site.BatchesAsync()).Id);
        await DoAsync(site, ExitCode.Success, ["verify", .. there]);
    }

    static Task<RunnerResult> DoAsync(Site site, int exitCode, string verb, string argument) =>
        DoAsync(site, exitCode, [verb, argument, "--data", site.Folders.Data]);

    static async Task<RunnerResult> DoAsync(Site site, int exitCode, params string[] arguments)
    {
        await using var runner = RunnerProcess.Start(site.WorkingFolder, null, arguments);
        var result = await runner.EndAsync([]);
        Assert.True(exitCode == result.ExitCode,
            $"'{string.Join(' ', arguments)}' answered {result.ExitCode}, not {exitCode}: {result.Messages}");
        return result;
    }
}

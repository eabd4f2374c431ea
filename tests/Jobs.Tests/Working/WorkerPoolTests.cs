using System.Globalization;
using System.Text;
using BatchRunner.Jobs.Verification;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Tests.Working;

public sealed class WorkerPoolTests
{
    const string HardNumber = LoadedLedger.HardNumber;

    [Fact]
    public async Task Every_number_ends_as_one_row_that_verifies()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var batch = await loaded.LoadAsync(Enumerable.Range(0, 20_000).Select(i => (999_999_999_999 + 2L * i).ToString(CultureInfo.InvariantCulture)));
        var (runner, liveness) = await loaded.JoinAsync();
        using var _ = liveness;

        await using var pool = loaded.StartWorkers(liveness, runner, 2, LoadedLedger.Options);
        var end = await loaded.WaitAsync(batch, b => b.State == BatchState.Exporting);

        Assert.Equal((20_000, 0), (end.Done, end.Waiting));
        var verification = await new Verifier(loaded.Ledger).VerifyAsync(batch, null, CancellationToken.None);
        Assert.Empty(verification!.Findings);
        Assert.Equal(20_000, verification.Rows);
    }

    [Fact]
    public async Task A_hard_number_is_set_aside_and_does_not_hold_its_neighbours_back()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var batch = await loaded.LoadAsync(["15", HardNumber, "21"]);
        var (runner, liveness) = await loaded.JoinAsync();
        using var _ = liveness;
        var options = LoadedLedger.Options with { SetAsideAfter = TimeSpan.FromMilliseconds(50), Budget = TimeSpan.FromMinutes(10) };

        await using var pool = loaded.StartWorkers(liveness, runner, 1, options);
        var summary = await loaded.WaitAsync(batch, b => b.Done == 2);

        Assert.Equal(1, summary.Waiting);
        var chunks = await loaded.Ledger.Chunks.OfBatchAsync(batch, 0, 10, CancellationToken.None);
        Assert.Equal([(1, 4), (2, 3)], chunks.Select(c => ((int)c.FirstLine, (int)c.EndLine)));
    }

    [Fact]
    public async Task A_number_over_its_budget_ends_unfactored_with_its_cofactor()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var batch = await loaded.LoadAsync([HardNumber]);
        var (runner, liveness) = await loaded.JoinAsync();
        using var _ = liveness;
        var options = LoadedLedger.Options with { Budget = TimeSpan.FromMilliseconds(100) };

        await using var pool = loaded.StartWorkers(liveness, runner, 1, options);
        var end = await loaded.WaitAsync(batch, b => b.State == BatchState.Exporting);

        var rows = new ResultRows();
        await loaded.Ledger.Results.PageAsync(batch, 0, 10, rows, CancellationToken.None);
        Assert.Equal(1, end.Unfactored);
        Assert.Equal(ResultStatus.Unfactored, rows.Status(0));
        Assert.Equal(HardNumber, Encoding.ASCII.GetString(rows.Cofactor(0)));
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_long_number_commits_what_is_done_and_lets_the_chunk_go()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var batch = await loaded.LoadAsync(["15", HardNumber, "21", HardNumber]);
        var (runner, liveness) = await loaded.JoinAsync();
        using var _ = liveness;
        var options = LoadedLedger.Options with { SetAsideAfter = TimeSpan.FromSeconds(1), Budget = TimeSpan.FromMinutes(10) };

        await using (var pool = loaded.StartWorkers(liveness, runner, 1, options))
        {
            // The first hard number has been set aside and committed with what is before it; 21 is done, not committed.
            await loaded.WaitAsync(batch, b => b.Done == 1);
            await pool.StopAsync(CancellationToken.None);
            // Past the time a stop may take, on a machine that stands still meanwhile.
            await pool.Ended.WaitAsync(TimeSpan.FromSeconds(60));
        }

        var summary = await loaded.WaitAsync(batch, b => b.RunningChunks == 0);
        Assert.Equal((2, 2, 2), (summary.Done, summary.Waiting, summary.ReadyChunks));
    }

    [Fact]
    public async Task Cancelling_calls_a_worker_off_inside_a_long_number()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var hard = await loaded.LoadAsync([HardNumber], effort: 1e9);
        var (runner, liveness) = await loaded.JoinAsync();
        using var _ = liveness;
        var options = LoadedLedger.Options with { Budget = TimeSpan.FromMinutes(10) };

        await using var pool = loaded.StartWorkers(liveness, runner, 1, options);
        await loaded.WaitAsync(hard, b => b.RunningChunks == 1);
        var easy = await loaded.LoadAsync(["15"]);
        await loaded.Ledger.Steering.CancelAsync(hard, null, CancellationToken.None);

        var end = await loaded.WaitAsync(easy, b => b.State == BatchState.Exporting);
        Assert.Equal(1, end.Done);
        Assert.Equal(BatchState.Cancelled, (await loaded.Ledger.Summaries.FindAsync(hard, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task An_idle_worker_splits_a_running_chunk_and_nothing_is_done_twice()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        // Each takes its whole budget, so that the chunk lasts long enough to be split while it runs.
        var batch = await loaded.LoadAsync(Enumerable.Range(0, 40).Select(_ => HardNumber), effort: 1e9);
        var (runner, liveness) = await loaded.JoinAsync();
        using var _ = liveness;
        var options = LoadedLedger.Options with { Budget = TimeSpan.FromMilliseconds(100), SetAsideAfter = TimeSpan.FromSeconds(1) };

        await using var pool = loaded.StartWorkers(liveness, runner, 2, options);
        var end = await loaded.WaitAsync(batch, b => b.State == BatchState.Exporting);

        var chunks = await loaded.Ledger.Chunks.OfBatchAsync(batch, 0, 100, CancellationToken.None);
        Assert.True(chunks.Count > 1, "the chunk was never split");
        Assert.Equal(40, chunks.Sum(c => c.Done));
        Assert.Equal(40, end.Done);
        var verification = await new Verifier(loaded.Ledger).VerifyAsync(batch, null, CancellationToken.None);
        Assert.Empty(verification!.Findings);
    }
}

using BatchRunner.Jobs.Verification;
using BatchRunner.Jobs.Working;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Tests.Working;

public sealed class SteeringTests
{
    static readonly WorkOptions Unhurried = LoadedLedger.Options with
    {
        Budget = Timeout.InfiniteTimeSpan,
        SetAsideAfter = TimeSpan.FromHours(1),
    };

    // Each takes exactly this long.
    static readonly WorkOptions Steady = Unhurried with { Budget = TimeSpan.FromMilliseconds(50) };

    static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_pause_drops_a_long_number_and_keeps_what_was_done_before_it()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var (runner, liveness) = await loaded.JoinAsync();
        using var _ = liveness;
        await using var pool = loaded.StartWorkers(liveness, runner, 1, Unhurried);
        // Compiled by now: 15 will be done before the pause is heard of.
        var first = await loaded.LoadAsync(["35"]);
        await loaded.WaitAsync(first, b => b.Done == 1);
        var batch = await loaded.LoadAsync(["15", LoadedLedger.HardNumber, "21"]);
        await loaded.WaitAsync(batch, b => b.RunningChunks == 1);

        await loaded.Ledger.Steering.PauseAsync(batch, None);

        var paused = await loaded.WaitAsync(batch, b => b.RunningChunks == 0);
        Assert.Equal((1, 2, 1), (paused.Done, paused.Waiting, paused.ReadyChunks));
        var other = await loaded.LoadAsync(["35"]);
        await loaded.WaitAsync(other, b => b.Done == 1);
        await loaded.Ledger.Steering.ResumeAsync(batch, None);
        await loaded.WaitAsync(batch, b => b.RunningChunks == 1);
    }

    [Fact]
    public async Task A_high_batch_gets_a_worker_inside_a_lower_chunk_and_the_lower_one_goes_on_behind_its_cursor()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var normal = await loaded.LoadAsync(Enumerable.Repeat(LoadedLedger.HardNumber, 60), effort: 1e9);
        var (runner, liveness) = await loaded.JoinAsync();
        using var _ = liveness;
        await using var pool = loaded.StartWorkers(liveness, runner, 1, Steady);
        await loaded.WaitAsync(normal, b => b.Done > 0);
        var high = await loaded.LoadAsync(["15", "21"]);
        await loaded.Ledger.Steering.SetPriorityAsync(high, 1, None);

        await loaded.WaitAsync(high, b => b.State == BatchState.Exporting);

        var meanwhile = (await loaded.Ledger.Summaries.FindAsync(normal, None))!;
        Assert.InRange(meanwhile.Done, 1, 59);
        var end = await loaded.WaitAsync(normal, b => b.State == BatchState.Exporting);
        Assert.Equal(60, end.Done);
        var chunk = Assert.Single(await loaded.Ledger.Chunks.OfBatchAsync(normal, 0, 10, None));
        Assert.Equal(2, chunk.Attempt);
        Assert.Empty((await new Verifier(loaded.Ledger).VerifyAsync(normal, null, None))!.Findings);
    }

    [Fact]
    public async Task Workers_come_and_go_while_they_work_and_nothing_is_lost()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var batch = await loaded.LoadAsync(Enumerable.Repeat(LoadedLedger.HardNumber, 300), effort: 1e9);
        var (runner, liveness) = await loaded.JoinAsync();
        using var _ = liveness;
        await using var pool = loaded.StartWorkers(liveness, runner, 1, Steady);
        await loaded.WaitAsync(batch, b => b.RunningChunks == 1);

        foreach (var workers in (int[])[4, 2, 3, 1])
        {
            await loaded.Ledger.Runners.WishWorkersAsync(workers, null, None);
            await loaded.WaitAsync(batch, b => b.RunningChunks == workers);
            await LoadedLedger.UntilAsync(async () => (await loaded.Ledger.Runners.FindAsync(runner, None))!.Workers == workers);
        }

        await loaded.Ledger.Runners.WishWorkersAsync(4, null, None);
        var end = await loaded.WaitAsync(batch, b => b.State == BatchState.Exporting);
        Assert.Equal((300, 300), (end.Done, end.Unfactored));
        Assert.Empty((await new Verifier(loaded.Ledger).VerifyAsync(batch, null, None))!.Findings);
        Assert.All(await loaded.Ledger.Chunks.OfBatchAsync(batch, 0, 1000, None), c => Assert.Equal((0, 0), (c.Rescues, c.Failures)));
    }

    [Fact]
    public async Task A_worker_that_leaves_drops_the_long_number_in_hand()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        long[] batches =
        [
            await loaded.LoadAsync([LoadedLedger.HardNumber]), await loaded.LoadAsync([LoadedLedger.HardNumber]),
        ];
        var (runner, liveness) = await loaded.JoinAsync();
        using var _ = liveness;
        await using var pool = loaded.StartWorkers(liveness, runner, 2, Unhurried);
        foreach (var batch in batches) await loaded.WaitAsync(batch, b => b.RunningChunks == 1);

        await loaded.Ledger.Runners.WishWorkersAsync(1, runner, None);

        await LoadedLedger.UntilAsync(async () => (await loaded.Ledger.Chunks.RunningAsync(None)).Count == 1);
        await loaded.Ledger.Runners.WishWorkersAsync(null, runner, None);
        await LoadedLedger.UntilAsync(async () => (await loaded.Ledger.Chunks.RunningAsync(None)).Count == 2);
    }

    [Fact]
    public async Task A_retry_brings_its_own_budget()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var batch = await loaded.LoadAsync(["15", LoadedLedger.HardNumber]);
        var (runner, liveness) = await loaded.JoinAsync();
        using var _ = liveness;
        await using var pool = loaded.StartWorkers(liveness, runner, 1, Steady);
        await loaded.WaitAsync(batch, b => b.State == BatchState.Exporting);
        await loaded.ExportAsync(batch, runner);

        await loaded.Ledger.Steering.RetryAsync(batch, new() { BudgetSeconds = 1.5 }, None);
        await loaded.WaitAsync(batch, b => b.State == BatchState.Exporting);

        var rows = new ResultRows();
        await loaded.Ledger.Results.PageAsync(batch, 1, 10, rows, None);
        Assert.Equal(ResultStatus.Unfactored, rows.Status(0));
        Assert.InRange(rows.Micros(0), 1_400_000, long.MaxValue);

        await loaded.ExportAsync(batch, runner);
        await loaded.Ledger.Steering.RetryAsync(batch, new() { BudgetSeconds = 0 }, None);
        await loaded.WaitAsync(batch, b => b.RunningChunks == 1);
        await loaded.Ledger.Steering.CancelAsync(batch, null, None);
    }
}

using BatchRunner.Storage.Tests.Contract;
using BatchRunner.Storage.Tests.Sqlite;

namespace BatchRunner.Storage.Tests.Postgres;

/// <summary>From a SQLite ledger to PostgreSQL: everything, once, and whatever stops it on the way.</summary>
public sealed class LedgerTransferTests() : LedgerContract(new SqliteLedgerSource())
{
    readonly PostgresLedgerSource _there = There();

    public override async Task DisposeAsync()
    {
        await LedgerInvariants.CheckAsync(_there);
        await _there.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Everything_is_there_afterwards_and_work_goes_on_there_and_nowhere_else()
    {
        var (finished, open) = await FillAsync();
        var target = await _there.OpenAsync(Clock);

        var moved = await new LedgerTransfer(Ledger, target).RunAsync(null, None);

        Assert.Equal([(finished, 50L), (open, 9L)], moved.Select(b => (b.Id, b.Results)));
        Assert.Equal(await BatchAsync(finished), await target.Batches.FindAsync(finished, None));
        foreach (var table in (string[])["runners", "batches", "chunk_numbers", "chunks", "results", "rejects"])
            Assert.Equal(await CountAsync(table), await _there.OneAsync<long>($"SELECT count(*) FROM {table}"));
        var refusal = await Assert.ThrowsAsync<LedgerException>(() => JoinAsync());
        Assert.Equal((LedgerTrouble.Closed, false), (refusal.Trouble, refusal.IsPassing));
        Assert.Contains("Ledger:Provider=postgres", refusal.Message, StringComparison.Ordinal);

        var there = await _there.OpenAsync(Clock);
        var runner = await there.Runners.RegisterAsync(new(RunnerRole.Work, null, Here, 1, "boot", "there", "1", 1, false), None);
        var lease = (await there.Chunks.ClaimAsync(runner, 0, false, Lease, None))!;
        Assert.Equal((open, 10L), (lease.BatchId, lease.NextLine));
        Assert.True((await SendAsync(there, Commit(lease, 10, lease.EndLine))).Accepted);
        Assert.True(await there.Batches.CreateAsync(NewBatch(runner), Slice(0, 0, true, 3), None) > open);
    }

    [Fact]
    public async Task Interrupted_after_every_page_it_still_ends_with_the_same_rows()
    {
        var (finished, _) = await FillAsync();
        var target = await _there.OpenAsync(Clock);
        var interruptions = 0;
        while (true)
        {
            using var stop = new CancellationTokenSource();
            try
            {
                await new LedgerTransfer(Ledger, target).RunAsync(new Stop(stop), stop.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                interruptions++;
                await Assert.ThrowsAsync<LedgerException>(
                    () => target.Runners.RegisterAsync(new(RunnerRole.Work, null, Here, 1, "boot", "early", "1", 1, false), None));
            }
        }

        Assert.Equal(2, interruptions);
        Assert.Equal(await BatchAsync(finished), await target.Batches.FindAsync(finished, None));
    }

    [Fact]
    public async Task A_row_that_differs_is_found()
    {
        var (finished, _) = await FillAsync();
        var target = await _there.OpenAsync(Clock);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new LedgerTransfer(Ledger, target).RunAsync(new Stop(stop), stop.Token));
        await _there.ExecuteAsync($"UPDATE results SET micros = micros + 1 WHERE batch_id = {finished} AND line = 7");

        var trouble = await Assert.ThrowsAsync<LedgerException>(() => new LedgerTransfer(Ledger, target).RunAsync(null, None));

        Assert.Equal(LedgerTrouble.Corrupt, trouble.Trouble);
        Assert.Contains($"batch {finished}", trouble.Message, StringComparison.Ordinal);
        await _there.ExecuteAsync($"UPDATE results SET micros = micros - 1 WHERE batch_id = {finished} AND line = 7");
        await new LedgerTransfer(Ledger, target).RunAsync(null, None);
    }

    [Fact]
    public async Task A_running_chunk_and_a_database_that_holds_another_ledger_are_refused()
    {
        await LoadAsync(10);
        var runner = await JoinAsync();
        await ClaimAsync(runner);
        var target = await _there.OpenAsync(Clock);

        var busy = await Assert.ThrowsAsync<LedgerException>(() => new LedgerTransfer(Ledger, target).RunAsync(null, None));
        Assert.Equal(LedgerTrouble.Busy, busy.Trouble);
        await Ledger.Runners.EndAsync(runner, "stopped", "test", false, None);

        var stranger = await target.Runners.RegisterAsync(new(RunnerRole.Work, null, Here, 1, "boot", "s", "1", 1, false), None);
        await target.Batches.CreateAsync(NewBatch(stranger), Slice(0, 0, true, 3), None);
        var taken = await Assert.ThrowsAsync<LedgerException>(() => new LedgerTransfer(Ledger, target).RunAsync(null, None));
        Assert.Equal(LedgerTrouble.ReadOnly, taken.Trouble);
        await Ledger.Epochs.BeginAsync("opened again", None);
        await JoinAsync();
    }

    /// <summary>A finished batch with a reject, and one of which a part is done.</summary>
    async Task<(long Finished, long Open)> FillAsync()
    {
        var runner = await JoinAsync();
        var slice = Slice(0, 0, true, 30, 20) with { Lines = 51, RejectCount = 1, Rejects = [new(51, 3, "12'x\\\"\u20ac", "no digit")] };
        var finished = await Ledger.Batches.CreateAsync(NewBatch(runner), slice, None);
        await WorkOffAsync(runner);
        await Ledger.Batches.TakeExportAsync(Here, runner, None);
        await Ledger.Batches.CompleteAsync(finished, runner, None);
        await Ledger.Batches.MovedAsync(finished, None);
        var open = await LoadAsync(40);
        var lease = await ClaimAsync(runner);
        await SendAsync(Commit(lease, 1, 10));
        foreach (var alive in await Ledger.Runners.AliveAsync(None))
            await Ledger.Runners.EndAsync(alive.Id, "stopped", "it was asked to stop", false, None);
        return (finished, open);
    }

    // Disposed of in DisposeAsync, which the analyzer does not see.
    static PostgresLedgerSource There() => new();

    sealed class Stop(CancellationTokenSource source) : IProgress<long>
    {
        public void Report(long value) => source.Cancel();
    }
}

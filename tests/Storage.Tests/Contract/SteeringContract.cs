namespace BatchRunner.Storage.Tests.Contract;

public abstract class SteeringContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task A_paused_batch_is_passed_over_until_it_is_resumed()
    {
        var batch = await LoadAsync(3);
        var runner = await JoinAsync();

        Assert.True(await Ledger.Steering.PauseAsync(batch, None));
        Assert.False(await Ledger.Chunks.AnyReadyAsync(false, None));
        Assert.Null(await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None));

        Assert.True(await Ledger.Steering.ResumeAsync(batch, None));
        Assert.NotNull(await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None));
    }

    [Fact]
    public async Task A_running_chunk_hears_of_the_pause_with_its_next_commit()
    {
        var batch = await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());
        await Ledger.Steering.PauseAsync(batch, None);

        var outcome = await SendAsync(Commit(lease, 1, 5));

        Assert.Equal((true, true), (outcome.Accepted, outcome.Paused));
        Assert.True((await SendAsync(new(lease, 5, 5, new()) { Release = true })).Accepted);
        Assert.Equal(ChunkState.Ready, (await ChunkAsync(lease.ChunkId)).State);
    }

    [Fact]
    public async Task Cancelling_ends_everything_open_and_keeps_what_is_there()
    {
        var batch = await LoadAsync(10, 5, 3);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);
        await SendAsync(Commit(lease, 1, 5));

        Assert.True(await Ledger.Steering.CancelAsync(batch, "the file is gone", None));
        Assert.False(await Ledger.Steering.CancelAsync(batch, "again", None));

        var row = await BatchAsync(batch);
        Assert.Equal(
            (BatchState.Cancelled, 4L, 0L, "the file is gone"),
            (row.State, row.Done, row.OpenChunks, row.Error));
        Assert.Equal(Clock.GetUtcNow(), row.FinishedAt);
        Assert.Equal(3, await CountAsync("chunks", "state = 'cancelled'"));
        Assert.Equal(4, await CountAsync("results"));
        Assert.Empty(await Ledger.Chunks.GrantedAsync(runner, None));
    }

    [Fact]
    public async Task A_batch_is_cancelled_while_it_loads()
    {
        var loader = await JoinAsync();
        var batch = await Ledger.Batches.CreateAsync(NewBatch(loader), Slice(0, 0, false, 3), None);

        Assert.True(await Ledger.Steering.CancelAsync(batch, null, None));

        var row = await BatchAsync(batch);
        Assert.Equal((BatchState.Cancelled, null, 0L), (row.State, row.LoaderId, row.OpenChunks));
        Assert.False(await Ledger.Chunks.AnyReadyAsync(false, None));
    }

    [Fact]
    public async Task A_batch_is_cancelled_while_it_is_exported()
    {
        var batch = await LoadAsync();
        var exporter = await JoinAsync();
        await Ledger.Batches.TakeExportAsync(Here, exporter, None);

        Assert.True(await Ledger.Steering.CancelAsync(batch, null, None));

        Assert.False(await Ledger.Batches.CompleteAsync(batch, exporter, None));
    }

    [Fact]
    public async Task What_has_ended_cannot_be_steered()
    {
        var batch = await LoadAsync(1);
        await Ledger.Steering.CancelAsync(batch, null, None);

        Assert.False(await Ledger.Steering.PauseAsync(batch, None));
        Assert.False(await Ledger.Steering.ResumeAsync(batch, None));
        Assert.False(await Ledger.Steering.SetPriorityAsync(batch, 1, None));
        Assert.Equal(0, await Ledger.Steering.RetryAsync(batch, None));
        Assert.False(await Ledger.Steering.PauseAsync(99, None));
    }

    [Fact]
    public async Task A_priority_there_is_none_of_is_refused()
    {
        var batch = await LoadAsync(1);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Ledger.Steering.SetPriorityAsync(batch, 2, None));
    }

    [Fact]
    public async Task Retrying_gives_failed_chunks_and_unfinished_numbers_another_chance()
    {
        var batch = await LoadAsync(6, 4);
        var runner = await JoinAsync();
        var first = await ClaimAsync(runner);
        var rows = Rows(1, 3);
        Add(rows, 3, ResultStatus.Unfactored);
        Add(rows, 4, ResultStatus.Quarantined);
        Add(rows, 5, ResultStatus.Factored);
        Add(rows, 6, ResultStatus.Factored);
        await SendAsync(new(first, 1, long.MaxValue, rows));
        var second = await ClaimAsync(runner);
        await SendAsync(Commit(second, 7, 8));
        await Ledger.Chunks.FailAsync(second, "broken", 1, TimeSpan.Zero, None);
        Assert.Equal(0, await Ledger.Steering.RetryAsync(batch, None));
        await FinishAsync(batch);

        Assert.Equal(3, await Ledger.Steering.RetryAsync(batch, None));

        var row = await BatchAsync(batch);
        Assert.Equal(
            (BatchState.Open, 5L, 0L, 0L, 3L, 0L),
            (row.State, row.Done, row.Unfactored, row.Quarantined, row.OpenChunks, row.FailedChunks));
        Assert.Null(row.FinishedAt);
        Assert.Equal([(1, 8L, 11L), (0, 3L, 4L), (0, 4L, 5L)],
            (await Ledger.Chunks.OfBatchAsync(batch, 0, 10, None))
            .Where(c => c.State == ChunkState.Ready).Select(c => (c.Attempt, c.NextLine, c.EndLine)));

        await WorkOffAsync(runner);
        Assert.Equal((10L, BatchState.Exporting), ((await BatchAsync(batch)).Done, (await BatchAsync(batch)).State));
        await FinishAsync(batch);
        Assert.Equal(BatchState.Completed, (await BatchAsync(batch)).State);
        Assert.Equal(0, await Ledger.Steering.RetryAsync(batch, None));
    }

    [Fact]
    public async Task A_batch_that_was_paused_at_its_end_runs_when_it_is_retried()
    {
        var batch = await LoadAsync(1);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);
        await Ledger.Steering.PauseAsync(batch, None);
        await SendAsync(new(lease, 1, long.MaxValue, Rows(1, 2, ResultStatus.Unfactored)));
        await FinishAsync(batch);

        await Ledger.Steering.RetryAsync(batch, None);

        Assert.True(await Ledger.Chunks.AnyReadyAsync(false, None));
    }

    [Fact]
    public async Task A_retry_forgets_whom_it_suspected()
    {
        var batch = await LoadAsync(1);
        await Source.ExecuteAsync("UPDATE chunks SET crashes = 2, suspect_line = 1, suspect_deaths = 2");
        var runner = await JoinAsync();
        await Ledger.Chunks.FailAsync(await ClaimAsync(runner, isolated: true), "broken", 1, TimeSpan.Zero, None);
        await FinishAsync(batch);

        await Ledger.Steering.RetryAsync(batch, None);

        var chunk = Assert.Single(await Ledger.Chunks.OfBatchAsync(batch, 0, 10, None));
        Assert.Equal((0, null, 0), (chunk.Crashes, chunk.SuspectLine, chunk.SuspectDeaths));
    }

    async Task FinishAsync(long batch)
    {
        var exporter = await JoinAsync();
        await Ledger.Batches.TakeExportAsync(Here, exporter, None);
        Assert.True(await Ledger.Batches.CompleteAsync(batch, exporter, None));
    }
}

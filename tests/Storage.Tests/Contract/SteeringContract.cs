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
}

namespace BatchRunner.Storage.Tests.Contract;

public abstract class EpochContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task A_process_of_an_old_epoch_claims_commits_fails_and_holds_nothing()
    {
        await LoadAsync(10, 5);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);
        await SendAsync(Commit(lease, 1, 3));

        await Source.ExecuteAsync("UPDATE ledger SET epoch = epoch - 1");

        Assert.Null(await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None));
        Assert.False((await SendAsync(Commit(lease, 3, 5))).Accepted);
        Assert.False((await SendAsync(Commit(lease, 1, 3))).Accepted);
        Assert.Empty(await Ledger.Chunks.GrantedAsync(runner, None));
        await Ledger.Chunks.FailAsync(lease, "late", 1, TimeSpan.Zero, None);
        Assert.Equal(ChunkState.Running, (await ChunkAsync(lease.ChunkId)).State);
        Assert.Equal(2, await CountAsync("results"));
    }

    [Fact]
    public async Task A_process_that_opens_the_restored_ledger_works_in_its_epoch()
    {
        await LoadAsync(10);
        await Source.ExecuteAsync("UPDATE ledger SET epoch = epoch - 1");

        var ledger = await Source.OpenAsync(Clock);

        Assert.NotEqual(Ledger.Epoch, ledger.Epoch);
        Assert.NotNull(await ledger.Chunks.ClaimAsync(await JoinAsync(), 0, false, Lease, None));
    }

    [Fact]
    public async Task A_new_epoch_frees_what_was_held_without_blame_and_fences_who_held_it()
    {
        var batch = await LoadAsync(10, 5);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);
        await SendAsync(Commit(lease, 1, 3));

        var begun = await Ledger.Epochs.BeginAsync("a test", None);

        Assert.Equal((1, 2), (begun.Chunks, begun.Runners));
        Assert.False((await SendAsync(Commit(lease, 3, 5))).Accepted);
        Assert.Null(await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None));
        Assert.Empty(await Ledger.Runners.AliveAsync(None));
        var chunk = await ChunkAsync(lease.ChunkId);
        Assert.Equal((ChunkState.Ready, 3, 0, 0), (chunk.State, chunk.NextLine, chunk.Crashes, chunk.Rescues));

        var ledger = await Source.OpenAsync(Clock);
        var successor = await JoinAsync();
        while (await ledger.Chunks.ClaimAsync(successor, 0, false, Lease, None) is { } next)
            Assert.True((await SendAsync(ledger, Commit(next, next.NextLine, next.EndLine))).Ended);
        Assert.Equal(15, await CountAsync("results"));
        Assert.Equal(BatchState.Exporting, (await BatchAsync(batch)).State);
    }

    [Fact]
    public async Task Everybody_who_opens_a_ledger_finds_the_same_epoch()
    {
        Assert.Equal(Ledger.Epoch, (await Source.OpenAsync(Clock)).Epoch);
    }
}

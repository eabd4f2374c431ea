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
    public async Task Everybody_who_opens_a_ledger_finds_the_same_epoch()
    {
        Assert.Equal(Ledger.Epoch, (await Source.OpenAsync(Clock)).Epoch);
    }
}

namespace BatchRunner.Storage.Tests.Contract;

public abstract class EffortContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task A_chunk_that_ends_leaves_what_was_predicted_and_what_it_took()
    {
        var batch = await LoadAsync(4, 3);
        await WorkOffAsync(await JoinAsync());

        var samples = await Ledger.Efforts.NewestAsync(Here, 10, None);

        Assert.Equal([(batch, 3L, 3000, 21), (batch, 4L, 4000, 28)],
            samples.Select(s => (s.BatchId, s.Numbers, s.Predicted, s.Actual)));
        Assert.Equal([3L], (await Ledger.Efforts.NewestAsync(null, 1, None)).Select(s => s.Numbers));
        Assert.Empty(await Ledger.Efforts.NewestAsync("elsewhere", 10, None));
    }

    [Fact]
    public async Task A_number_set_aside_is_in_the_sample_of_its_own_chunk_only()
    {
        await LoadAsync(4);
        var runner = await JoinAsync();
        var rows = Rows(1, 3);
        Add(rows, 4, ResultStatus.Factored);
        var lease = await ClaimAsync(runner);
        await SendAsync(new(lease, 1, long.MaxValue, rows) { SetAside = [new(3, 5e6) { Predicted = 1000 }] });
        await WorkOffAsync(runner);

        var samples = await Ledger.Efforts.NewestAsync(Here, 10, None);

        Assert.Equal([(1L, 5e6), (3L, 3000)], samples.Select(s => (s.Numbers, s.Predicted)));
    }

    [Fact]
    public async Task Two_halves_of_a_split_chunk_are_two_samples()
    {
        await LoadAsync(10);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);
        await Ledger.Chunks.SplitInHalfAsync(0, None);
        await SendAsync(Commit(lease, 1, 11));
        await WorkOffAsync(runner);

        var samples = await Ledger.Efforts.NewestAsync(Here, 10, None);

        Assert.Equal([(5L, 5000), (5L, 5000)], samples.Select(s => (s.Numbers, s.Predicted)));
    }

    [Fact]
    public async Task Only_the_newest_samples_are_kept()
    {
        await LoadAsync([.. Enumerable.Repeat(1, EffortStore.Kept + 300)]);
        await WorkOffAsync(await JoinAsync());

        Assert.InRange(await CountAsync("efforts"), EffortStore.Kept, EffortStore.Kept + 256);
        Assert.Equal(0, await CountAsync("efforts", "id = 1"));
    }

    [Fact]
    public async Task What_a_chunk_has_done_is_told_by_its_commits_and_not_by_its_lines()
    {
        var batch = await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());

        await SendAsync(new(lease, 1, 9, Rows(1, 9)) { EffortDone = 500 });
        Assert.Equal(9500, (await Ledger.Summaries.FindAsync(batch, None))!.EffortLeft);
        Assert.Null(await Ledger.Chunks.FindVictimAsync(9501, None));
        Assert.Equal(9500, (await Ledger.Chunks.FindVictimAsync(9500, None))!.EffortLeft);

        await SendAsync(new(lease, 9, 10, Rows(9, 10)) { EffortDone = 1e9 });
        Assert.Equal(0, (await Ledger.Summaries.FindAsync(batch, None))!.EffortLeft);
    }
}

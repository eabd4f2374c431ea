namespace BatchRunner.Storage.Tests.Contract;

public abstract class PruneContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task Only_a_finished_batch_whose_file_is_settled_may_go()
    {
        var done = await FinishAsync(5);
        var open = await LoadAsync(10);
        await Source.ExecuteAsync($"UPDATE batches SET moved_at = NULL WHERE id = {done}");

        Assert.Null(await Ledger.Pruning.FindAsync(open, None));
        Assert.Null(await Ledger.Pruning.FindAsync(done, None));
        Assert.False(await Ledger.Pruning.BeginAsync(open, None));
        Assert.False(await Ledger.Pruning.BeginAsync(done, None));
        Assert.Equal(0, await Ledger.Pruning.RemoveAsync(done, 1000, None));
        Assert.Equal(5, await CountAsync("results"));
    }

    [Fact]
    public async Task Those_that_ended_before_a_moment_are_found_and_no_others()
    {
        var old = await FinishAsync(3);
        Clock.Advance(TimeSpan.FromDays(10));
        await FinishAsync(3);

        var found = await Ledger.Pruning.EndedBeforeAsync(Clock.GetUtcNow() - TimeSpan.FromDays(1), None);

        Assert.Equal(old, Assert.Single(found).Id);
    }

    [Fact]
    public async Task Everything_of_the_batch_goes_a_few_rows_a_transaction_and_nothing_of_another()
    {
        var stays = await FinishAsync(40, 7);
        var goes = await FinishAsync(30, 20);
        Assert.True(await Ledger.Pruning.BeginAsync(goes, None));

        var removals = new List<int>();
        while (await Ledger.Pruning.RemoveAsync(goes, 8, None) is > 0 and var removed) removals.Add(removed);

        // 50 results, 2 chunks, 2 payloads (one at a time), 2 events, the batch.
        Assert.Equal([8, 8, 8, 8, 8, 8, 2, 2, 1, 1, 2, 1], removals);
        Assert.Null(await Ledger.Batches.FindAsync(goes, None));
        foreach (var table in (string[])["results", "rejects", "chunks", "chunk_numbers", "history"])
            Assert.Equal(0, await CountAsync(table, $"batch_id = {goes}"));
        Assert.Equal(47, await CountAsync("results", $"batch_id = {stays}"));
        Assert.Equal(2, await CountAsync("chunk_numbers", $"batch_id = {stays}"));
    }

    [Fact]
    public async Task A_pruning_that_was_interrupted_is_found_again_and_its_bytes_may_run_again()
    {
        var batch = await FinishAsync(30);
        var bytes = (await BatchAsync(batch)).Bytes;
        Assert.True(await Ledger.Batches.AnyOfLengthAsync(bytes, None));

        await Ledger.Pruning.BeginAsync(batch, None);
        await Ledger.Pruning.RemoveAsync(batch, 8, None);

        Assert.False(await Ledger.Batches.AnyOfLengthAsync(bytes, None));
        var found = Assert.Single(await Ledger.Pruning.EndedBeforeAsync(DateTimeOffset.MinValue.AddYears(1), None));
        Assert.Equal(batch, found.Id);
        Assert.NotNull(found.PrunedAt);
        Assert.True(await Ledger.Pruning.BeginAsync(batch, None));
        while (await Ledger.Pruning.RemoveAsync(batch, 100, None) > 0)
        {
        }
        Assert.Equal(0, await CountAsync("batches"));
    }

    [Fact]
    public async Task Space_that_is_given_back_takes_no_row_along()
    {
        var goes = await FinishAsync(2000);
        var stays = await FinishAsync(20);
        await Ledger.Pruning.BeginAsync(goes, None);
        while (await Ledger.Pruning.RemoveAsync(goes, 1000, None) > 0)
        {
        }

        await Ledger.Pruning.CompactAsync(None);

        Assert.Equal(20, await CountAsync("results", $"batch_id = {stays}"));
    }

    async Task<long> FinishAsync(params int[] chunks)
    {
        var batch = await LoadAsync(chunks);
        await Ledger.Steering.PauseAsync(batch, None);
        await Ledger.Steering.ResumeAsync(batch, None);
        var runner = await JoinAsync();
        await WorkOffAsync(runner);
        Assert.NotNull(await Ledger.Batches.TakeExportAsync(Here, runner, None));
        Assert.True(await Ledger.Batches.CompleteAsync(batch, runner, None));
        Assert.True(await Ledger.Batches.MovedAsync(batch, None));
        return batch;
    }
}

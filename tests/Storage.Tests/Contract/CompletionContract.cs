namespace BatchRunner.Storage.Tests.Contract;

public abstract class CompletionContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task The_last_chunk_sends_the_batch_to_its_export()
    {
        var batch = await LoadAsync(3, 4);
        var runner = await JoinAsync();
        var first = await ClaimAsync(runner);
        var second = await ClaimAsync(runner);

        await SendAsync(Commit(first, first.NextLine, first.EndLine));
        Assert.Equal(BatchState.Open, (await BatchAsync(batch)).State);
        await SendAsync(Commit(second, second.NextLine, second.EndLine));

        var row = await BatchAsync(batch);
        Assert.Equal((BatchState.Exporting, 7L, 0L), (row.State, row.Done, row.OpenChunks));
        Assert.Equal(49, await Source.OneAsync<long>("SELECT micros FROM batches"));
    }

    [Fact]
    public async Task Of_eight_that_end_their_chunks_at_once_exactly_one_empties_the_batch()
    {
        for (var round = 0; round < 5; round++)
        {
            var batch = await LoadAsync([.. Enumerable.Repeat(1, 8)]);
            var runner = await JoinAsync();
            List<ChunkLease> leases = [];
            for (var i = 0; i < 8; i++) leases.Add(await ClaimAsync(runner));

            await Task.WhenAll(leases.Select(l => Task.Run(() => SendAsync(Commit(l, l.NextLine, l.EndLine)))));

            Assert.Equal(
                (BatchState.Exporting, 0L),
                ((await BatchAsync(batch)).State, (await BatchAsync(batch)).OpenChunks));
        }
    }

    [Fact]
    public async Task An_export_is_taken_by_exactly_one_of_its_host()
    {
        var batch = await LoadAsync();
        List<long> runners = [];
        for (var i = 0; i < 8; i++) runners.Add(await JoinAsync());
        Assert.Null(await Ledger.Batches.TakeExportAsync("elsewhere", runners[0], None));

        var taken = await Task.WhenAll(
            runners.Select(r => Task.Run(() => Ledger.Batches.TakeExportAsync(Here, r, None))));

        Assert.Equal(batch, Assert.Single(taken, t => t is not null)!.Id);
    }

    [Fact]
    public async Task An_exporter_that_dies_leaves_the_export_to_another_and_completes_nothing()
    {
        var batch = await LoadAsync();
        var dead = await JoinAsync();
        await Ledger.Batches.TakeExportAsync(Here, dead, None);
        await Ledger.Runners.EndAsync(dead, "dead", "killed", true, None);
        Assert.Null(await Ledger.Batches.TakeExportAsync(Here, dead, None));

        var heir = await JoinAsync();
        Assert.Equal(batch, (await Ledger.Batches.TakeExportAsync(Here, heir, None))!.Id);

        Assert.False(await Ledger.Batches.CompleteAsync(batch, dead, None));
        Assert.True(await Ledger.Batches.CompleteAsync(batch, heir, None));
        Assert.False(await Ledger.Batches.CompleteAsync(batch, heir, None));
        Assert.Equal(Clock.GetUtcNow(), (await BatchAsync(batch)).FinishedAt);
    }

    [Fact]
    public async Task An_export_that_cannot_be_written_now_is_given_back_with_its_reason()
    {
        var batch = await LoadAsync();
        var runner = await JoinAsync();
        await Ledger.Batches.TakeExportAsync(Here, runner, None);

        Assert.True(await Ledger.Batches.ReleaseExportAsync(batch, runner, "no space left", None));

        Assert.Equal(("no space left", null), ((await BatchAsync(batch)).Error, (await BatchAsync(batch)).ExporterId));
        Assert.NotNull(await Ledger.Batches.TakeExportAsync(Here, runner, None));
        Assert.True(await Ledger.Batches.CompleteAsync(batch, runner, None));
        Assert.Null((await BatchAsync(batch)).Error);
    }

    [Theory]
    [InlineData(ResultStatus.Factored, BatchState.Completed)]
    [InlineData(ResultStatus.Unfactored, BatchState.CompletedWithFailures)]
    [InlineData(ResultStatus.Quarantined, BatchState.CompletedWithFailures)]
    public async Task How_the_numbers_ended_decides_how_the_batch_ends(ResultStatus status, string state)
    {
        var batch = await LoadAsync(1);
        var runner = await JoinAsync();
        await SendAsync(new(await ClaimAsync(runner), 1, long.MaxValue, Rows(1, 2, status)));

        Assert.Equal(state, await FinishAsync(batch));
    }

    [Fact]
    public async Task A_failed_chunk_ends_the_batch_with_failures()
    {
        var batch = await LoadAsync(1);
        await Ledger.Chunks.FailAsync(await ClaimAsync(await JoinAsync()), "broken", 1, TimeSpan.Zero, None);

        Assert.Equal(BatchState.CompletedWithFailures, await FinishAsync(batch));
    }

    [Fact]
    public async Task A_retried_batch_is_exported_again_although_its_input_has_moved_long_ago()
    {
        var batch = await LoadAsync(1);
        var runner = await JoinAsync();
        await SendAsync(new(await ClaimAsync(runner), 1, long.MaxValue, Rows(1, 2, ResultStatus.Unfactored)));
        await FinishAsync(batch);
        await Ledger.Batches.MovedAsync(batch, None);

        Assert.Equal(1, await Ledger.Steering.RetryAsync(batch, None));
        await WorkOffAsync(runner);

        Assert.Equal(BatchState.Completed, await FinishAsync(batch));
    }
}

namespace BatchRunner.Storage.Tests.Contract;

public abstract class RetryContract(LedgerSource source) : LedgerContract(source)
{
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

    [Theory]
    [InlineData(true, false, false, 1)]
    [InlineData(false, true, false, 2)]
    [InlineData(false, false, true, 1)]
    [InlineData(true, false, true, 2)]
    public async Task Only_what_was_chosen_is_retried(bool failed, bool unfactored, bool quarantined, int chunks)
    {
        var batch = await LoadFailuresAsync();
        var before = await BatchAsync(batch);
        Assert.Equal((4L, 2L, 1L, 1L), (before.Done, before.Unfactored, before.Quarantined, before.FailedChunks));

        Assert.Equal(chunks, await Ledger.Steering.RetryAsync(batch, new()
        {
            Failed = failed,
            Unfactored = unfactored,
            Quarantined = quarantined,
        }, None));

        var row = await BatchAsync(batch);
        Assert.Equal(
            (BatchState.Open, unfactored ? 0L : 2L, quarantined ? 0L : 1L, failed ? 0L : 1L, (long)chunks),
            (row.State, row.Unfactored, row.Quarantined, row.FailedChunks, row.OpenChunks));
        await WorkOffAsync(await JoinAsync());
        await FinishAsync(batch);
        Assert.Equal(BatchState.CompletedWithFailures, (await BatchAsync(batch)).State);
    }

    [Fact]
    public async Task Choosing_what_there_is_none_of_changes_nothing()
    {
        var batch = await LoadAsync(2);
        await SendAsync(new(await ClaimAsync(await JoinAsync()), 1, long.MaxValue, Rows(1, 3, ResultStatus.Unfactored)));
        await FinishAsync(batch);

        Assert.Equal(0, await Ledger.Steering.RetryAsync(
            batch, new() { Failed = true, Unfactored = false, Quarantined = true }, None));

        var row = await BatchAsync(batch);
        Assert.Equal((BatchState.CompletedWithFailures, 2L), (row.State, row.Unfactored));
    }

    [Fact]
    public async Task A_retry_gives_its_numbers_a_budget_and_the_next_retry_takes_it_back()
    {
        var batch = await LoadFailuresAsync();
        var runner = await JoinAsync();

        await Ledger.Steering.RetryAsync(batch, new() { BudgetSeconds = 7.5 }, None);

        for (var i = 0; i < 4; i++)
        {
            var lease = await ClaimAsync(runner);
            Assert.Equal(7.5, lease.BudgetSeconds);
            await SendAsync(new(
                lease, lease.NextLine, long.MaxValue, Rows(lease.NextLine, lease.EndLine, ResultStatus.Unfactored)));
        }
        await FinishAsync(batch);
        await Ledger.Steering.RetryAsync(batch, None);
        Assert.Null((await ClaimAsync(runner)).BudgetSeconds);
    }

    [Fact]
    public async Task A_budget_follows_what_is_split_off_or_set_aside()
    {
        var batch = await LoadAsync(10);
        var runner = await JoinAsync();
        await Ledger.Chunks.FailAsync(await ClaimAsync(runner), "broken", 1, TimeSpan.Zero, None);
        await FinishAsync(batch);
        await Ledger.Steering.RetryAsync(batch, new() { BudgetSeconds = 0 }, None);

        var lease = await ClaimAsync(runner);
        await Ledger.Chunks.SplitAsync(0, None);
        await SendAsync(new(lease, 1, 2, new()) { SetAside = [new(1, 5000)] });

        Assert.Equal(3, await CountAsync("chunks"));
        Assert.Equal(3, await CountAsync("chunks", "budget_seconds = 0"));
        Assert.Equal(0, (await ClaimAsync(runner)).BudgetSeconds);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task A_budget_that_is_none_is_refused(double seconds)
    {
        var batch = await LoadAsync(1);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Ledger.Steering.RetryAsync(batch, new() { BudgetSeconds = seconds }, None));
    }

    /// <summary>Four numbers done, two of them unfactored and one quarantined, and a failed chunk of two.</summary>
    async Task<long> LoadFailuresAsync()
    {
        var batch = await LoadAsync(4, 2);
        var runner = await JoinAsync();
        var first = await ClaimAsync(runner);
        var rows = Rows(1, 2);
        Add(rows, 2, ResultStatus.Unfactored);
        Add(rows, 3, ResultStatus.Quarantined);
        Add(rows, 4, ResultStatus.Unfactored);
        await SendAsync(new(first, 1, long.MaxValue, rows));
        await Ledger.Chunks.FailAsync(await ClaimAsync(runner), "broken", 1, TimeSpan.Zero, None);
        await FinishAsync(batch);
        return batch;
    }
}

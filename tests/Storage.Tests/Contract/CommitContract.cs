namespace BatchRunner.Storage.Tests.Contract;

public abstract class CommitContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task A_commit_moves_the_cursor_and_brings_the_rows()
    {
        var batch = await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());

        var outcome = await SendAsync(Commit(lease, 1, 5));

        Assert.Equal(new CommitOutcome(true, 11, false, false), outcome);
        var chunk = await ChunkAsync(lease.ChunkId);
        Assert.Equal((5L, 4L, 28L, ChunkState.Running), (chunk.NextLine, chunk.Done, chunk.Micros, chunk.State));
        Assert.Equal(4, await CountAsync("results", $"batch_id = {batch}"));
    }

    [Fact]
    public async Task A_row_comes_back_as_it_was_committed()
    {
        var batch = await LoadAsync(3);
        var lease = await ClaimAsync(await JoinAsync());
        var rows = new ResultRows();
        rows.Add(1, "1001"u8, "[\"7\",\"11\",\"13\"]"u8, ResultStatus.Factored, [], "trial"u8.ToArray(), 3);
        rows.Add(2, "1002"u8, "[\"2\",\"3\"]"u8, ResultStatus.Unfactored, "167"u8, "rho"u8.ToArray(), long.MaxValue);
        rows.Add(3, "0"u8, "[]"u8, ResultStatus.Quarantined, [], "none"u8.ToArray(), 0);
        await SendAsync(new(lease, 1, long.MaxValue, rows));

        var page = new ResultRows();
        Assert.True(await Ledger.Results.PageAsync(batch, 0, 10, page, None));

        Assert.Equal(3, page.Count);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(rows.Line(i), page.Line(i));
            Assert.Equal(rows.Number(i), page.Number(i));
            Assert.Equal(rows.Factors(i), page.Factors(i));
            Assert.Equal(rows.Status(i), page.Status(i));
            Assert.Equal(rows.Cofactor(i), page.Cofactor(i));
            Assert.Equal(rows.Method(i), page.Method(i));
            Assert.Equal(rows.Micros(i), page.Micros(i));
        }
        Assert.Equal(1, await CountAsync("results", "cofactor = '167'"));
        Assert.Equal(2, await CountAsync("results", "cofactor IS NULL"));
    }

    [Fact]
    public async Task Pages_go_on_after_a_line()
    {
        var batch = await LoadAsync(10);
        await WorkOffAsync(await JoinAsync());
        var page = new ResultRows();

        Assert.True(await Ledger.Results.PageAsync(batch, 3, 4, page, None));
        Assert.Equal([4L, 5, 6, 7], Enumerable.Range(0, page.Count).Select(page.Line));

        Assert.True(await Ledger.Results.PageAsync(batch, 7, 4, page, None));
        Assert.Equal([8L, 9, 10], Enumerable.Range(0, page.Count).Select(page.Line));

        Assert.False(await Ledger.Results.PageAsync(batch, 10, 4, page, None));
    }

    [Fact]
    public async Task The_same_commit_again_is_recognized_and_changes_nothing()
    {
        var batch = await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());
        var commit = Commit(lease, 1, 5);

        Assert.True((await SendAsync(commit)).Accepted);
        var again = await SendAsync(commit);

        Assert.Equal(new CommitOutcome(true, 11, false, false), again);
        Assert.Equal(4, await CountAsync("results", $"batch_id = {batch}"));
        Assert.Equal(4, (await ChunkAsync(lease.ChunkId)).Done);
    }

    [Fact]
    public async Task The_last_commit_again_is_recognized_and_changes_nothing()
    {
        var batch = await LoadAsync(4);
        var lease = await ClaimAsync(await JoinAsync());
        var commit = Commit(lease, 1, 5);

        Assert.True((await SendAsync(commit)).Ended);
        var again = await SendAsync(commit);

        Assert.Equal((true, true), (again.Accepted, again.Ended));
        Assert.Equal(4, (await BatchAsync(batch)).Done);
        Assert.Equal(0, (await BatchAsync(batch)).OpenChunks);
    }

    [Fact]
    public async Task A_commit_that_set_numbers_aside_does_so_once_however_often_it_is_presented()
    {
        var batch = await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());
        var rows = Rows(1, 3);
        Add(rows, 4, ResultStatus.Factored);
        var commit = new ChunkCommit(lease, 1, 5, rows) { SetAside = [new(3, 5e9)] };

        await SendAsync(commit);
        await SendAsync(commit);

        var aside = Assert.Single(await Ledger.Chunks.OfBatchAsync(batch, lease.ChunkId, 10, None));
        Assert.Equal((3L, 4L, 1L, 5e9), (aside.NextLine, aside.EndLine, aside.Numbers, aside.Effort));
        Assert.Equal(2, (await BatchAsync(batch)).OpenChunks);
    }

    [Fact]
    public async Task A_commit_from_another_place_than_the_cursor_is_refused()
    {
        await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());
        await SendAsync(Commit(lease, 1, 5));

        Assert.False((await SendAsync(Commit(lease, 1, 7))).Accepted);
        Assert.False((await SendAsync(Commit(lease, 7, 9))).Accepted);

        Assert.Equal(4, await CountAsync("results"));
    }

    [Fact]
    public async Task A_commit_without_progress_keeps_the_chunk()
    {
        await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());

        Assert.True((await SendAsync(new(lease, 1, 1, new()))).Accepted);
        Assert.True((await SendAsync(new(lease, 1, 1, new()))).Accepted);

        Assert.Equal(
            (1L, ChunkState.Running),
            ((await ChunkAsync(lease.ChunkId)).NextLine, (await ChunkAsync(lease.ChunkId)).State));
    }

    [Fact]
    public async Task A_released_chunk_goes_on_with_its_next_owner_behind_what_was_done()
    {
        await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());

        await SendAsync(Commit(lease, 1, 5) with { Release = true });
        var next = await ClaimAsync(await JoinAsync());

        Assert.Equal((lease.ChunkId, 2, 5L), (next.ChunkId, next.Attempt, next.NextLine));
        Assert.False((await SendAsync(Commit(lease, 5, 7))).Accepted);
        Assert.True((await SendAsync(Commit(next, 5, 11))).Ended);
    }

    [Theory]
    [InlineData("rescued")]
    [InlineData("rescued and claimed again")]
    [InlineData("cancelled")]
    [InlineData("failed and retried")]
    [InlineData("restored from a backup")]
    public async Task A_lost_lease_commits_nothing(string how)
    {
        var batch = await LoadAsync(10);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);
        await SendAsync(Commit(lease, 1, 3));

        await LoseAsync(how, batch, lease);
        var outcome = await SendAsync(Commit(lease, 3, 6));
        var last = await SendAsync(Commit(lease, 3, 11));

        Assert.Equal((false, false), (outcome.Accepted, last.Accepted));
        Assert.Equal(2, await CountAsync("results"));
    }

    async Task LoseAsync(string how, long batch, ChunkLease lease)
    {
        if (how.StartsWith("rescued", StringComparison.Ordinal))
            await Ledger.Runners.EndAsync(lease.RunnerId, "dead", "killed", true, None);
        if (how.EndsWith("again", StringComparison.Ordinal)) await ClaimAsync(await JoinAsync());
        if (how == "cancelled") await Ledger.Steering.CancelAsync(batch, null, None);
        if (how == "restored from a backup") await Source.ExecuteAsync("UPDATE ledger SET epoch = epoch - 1");
        if (how == "failed and retried")
        {
            await Ledger.Chunks.FailAsync(lease, "broken", 1, TimeSpan.Zero, None);
            var exporter = await JoinAsync();
            await Ledger.Batches.TakeExportAsync(Here, exporter, None);
            await Ledger.Batches.CompleteAsync(batch, exporter, None);
            Assert.Equal(1, await Ledger.Steering.RetryAsync(batch, None));
            await ClaimAsync(await JoinAsync());
        }
    }

    [Fact]
    public async Task Several_commits_in_one_transaction_are_answered_one_by_one()
    {
        await LoadAsync(4, 5);
        var runner = await JoinAsync();
        var first = await ClaimAsync(runner);
        var second = await ClaimAsync(runner);
        var lost = second with { Attempt = 7 };

        var outcomes = await Ledger.Commits.CommitAsync(
            [
                Commit(first, first.NextLine, first.EndLine),
                Commit(lost, lost.NextLine, lost.EndLine),
                Commit(second, 1, 3),
            ], Lease, None);

        Assert.Equal([true, false, true], outcomes.Select(o => o.Accepted));
        Assert.Equal(7, await CountAsync("results"));
    }

    [Fact]
    public async Task Eight_connections_commit_at_once_and_everything_arrives_once()
    {
        var batch = await LoadAsync([.. Enumerable.Repeat(30, 24)]);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var ledger = await Source.OpenAsync(Clock);
            var runner = await ledger.Runners.RegisterAsync(
                new(RunnerRole.Work, null, Here, 1, "boot", Guid.NewGuid().ToString(), "1.0", 1, false), None);
            while (await ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None) is { } lease)
            {
                for (var line = lease.NextLine; line < lease.EndLine; line += 10)
                    Assert.True((await SendAsync(ledger, Commit(lease, line, line + 10))).Accepted);
            }
        })));

        var row = await BatchAsync(batch);
        Assert.Equal((720L, 0L, BatchState.Exporting), (row.Done, row.OpenChunks, row.State));
        Assert.Equal(720, await CountAsync("results"));
    }

    [Fact]
    public async Task A_commit_forgives_earlier_deaths_and_errors_once_the_cursor_moves()
    {
        await LoadAsync(10);
        await Source.ExecuteAsync("UPDATE chunks SET crashes = 1, failures = 3");
        var lease = await ClaimAsync(await JoinAsync());

        await SendAsync(new(lease, 1, 1, new()));
        Assert.Equal((1, 3), ((await ChunkAsync(lease.ChunkId)).Crashes, (await ChunkAsync(lease.ChunkId)).Failures));

        await SendAsync(Commit(lease, 1, 2));
        Assert.Equal((0, 0), ((await ChunkAsync(lease.ChunkId)).Crashes, (await ChunkAsync(lease.ChunkId)).Failures));
    }
}

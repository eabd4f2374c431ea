namespace BatchRunner.Storage.Tests.Contract;

/// <summary>What people look for in a batch, and what went wrong in all of them.</summary>
public abstract class SearchContract(LedgerSource source) : LedgerContract(source)
{
    static readonly ResultFilter All = new(null, null);

    [Fact]
    public async Task Rows_are_found_by_line_status_and_method()
    {
        var batch = await WorkedAsync();

        Assert.Equal([4, 5], await LinesAsync(batch, All, 3, 6));
        Assert.Equal([3, 6, 9], await LinesAsync(batch, new(ResultStatus.Unfactored, null), 0, 99));
        Assert.Equal([6], await LinesAsync(batch, new(ResultStatus.Unfactored, "rho"), 3, 9));
        Assert.Equal([1, 2, 4], await LinesAsync(batch, new(ResultStatus.Factored, "rho"), 0, 5));
        Assert.Empty(await LinesAsync(batch, new(null, "ecm"), 0, 99));
        Assert.Empty(await LinesAsync(batch + 1, All, 0, 99));
        Assert.Equal(2, (await Ledger.Results.SearchAsync(batch, All, 0, 99, 2, None)).Count);
    }

    [Fact]
    public async Task The_slowest_come_first_and_quick_numbers_not_at_all()
    {
        var batch = await LoadAsync(4);
        var lease = await ClaimAsync(await JoinAsync());
        var rows = new ResultRows();
        foreach (var (line, micros) in new[] { (1L, 9_999L), (2, 20_000), (3, 10_000), (4, 20_000) })
            rows.Add(line, "7"u8, """["7"]"""u8, ResultStatus.Factored, [], "rho"u8.ToArray(), micros);
        await SendAsync(new(lease, 1, long.MaxValue, rows));

        Assert.Equal([2, 4, 3], (await Ledger.Results.SlowestAsync(batch, 10, None)).Select(r => r.Line));
        Assert.Equal([2], (await Ledger.Results.SlowestAsync(batch, 1, None)).Select(r => r.Line));
    }

    [Fact]
    public async Task A_payload_is_found_from_any_line_it_holds()
    {
        var batch = await LoadAsync(10, 10);

        foreach (var (line, first) in new[] { (1, 1L), (10, 1), (11, 11), (20, 11) })
            Assert.Equal(first, (await Ledger.Results.PayloadFromAsync(batch, line, None))!.FirstLine);
        Assert.Null(await Ledger.Results.PayloadFromAsync(batch, 21, None));
        Assert.Null(await Ledger.Results.PayloadFromAsync(batch + 1, 1, None));
    }

    [Fact]
    public async Task Failures_are_grouped_by_cause()
    {
        foreach (var error in (string[])["no luck", "no luck", "no memory"])
        {
            await LoadAsync(1);
            var lease = await ClaimAsync(await JoinAsync());
            await Ledger.Chunks.FailAsync(lease, error, 1, TimeSpan.Zero, None);
        }
        var dead = await JoinAsync();
        await Ledger.Runners.EndAsync(dead, "dead", "killed", blame: false, None);
        var troubled = await WorkedAsync();

        Assert.Equal(
            [("no luck", 2L, 2L), ("no memory", 1, 3)],
            (await Ledger.Failures.ChunksAsync(10, None)).Select(g => (g.Cause, g.Count, g.BatchId!.Value)));
        Assert.Equal(("killed", 1, null), (await Ledger.Failures.RunnersAsync(10, None)) is [var g]
            ? (g.Cause, g.Count, g.BatchId) : default);
        var batch = Assert.Single(await Ledger.Failures.TroubledAsync(10, None));
        Assert.Equal((troubled, 3, 0), (batch.Id, batch.Unfactored, batch.Rejects));
        Assert.Empty(await Ledger.Failures.BatchesAsync(10, None));
        await Ledger.Steering.CancelAsync((await BatchAsync(troubled)).Id, "disk gone", None);
        Assert.Equal("disk gone", Assert.Single(await Ledger.Failures.BatchesAsync(10, None)).Cause);
    }

    [Fact]
    public async Task Ended_chunks_and_their_traces_tell_when()
    {
        var batch = await LoadAsync(5, 5);
        var before = Clock.GetUtcNow() - TimeSpan.FromSeconds(1);
        var lease = await ClaimAsync(await JoinAsync());
        await SendAsync(Commit(lease, lease.NextLine, lease.EndLine));

        Assert.Equal(lease.ChunkId, Assert.Single(await Ledger.Chunks.EndedAfterAsync(before, 10, None)).Id);
        Assert.Empty(await Ledger.Chunks.EndedAfterAsync(Clock.GetUtcNow(), 10, None));
        Assert.Equal(
            [(5L, true), (0, false)],
            (await Ledger.Chunks.TracesAsync(batch, None)).Select(t => (t.Done, t.EndedAt is not null)));
    }

    async Task<IEnumerable<long>> LinesAsync(long batch, ResultFilter filter, long after, long before) =>
        (await Ledger.Results.SearchAsync(batch, filter, after, before, 100, None)).Select(r => r.Line);

    /// <summary>Nine numbers, every third unfactored, all but the last committed by rho.</summary>
    async Task<long> WorkedAsync()
    {
        var batch = await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());
        var rows = new ResultRows();
        for (var line = 1; line <= 9; line++)
            Add(rows, line, line % 3 == 0 ? ResultStatus.Unfactored : ResultStatus.Factored);
        await SendAsync(new(lease, 1, 10, rows));
        return batch;
    }
}

namespace BatchRunner.Storage.Tests.Postgres;

/// <summary>What was answered is there after the server was stopped at once, however hard it tries to be late.</summary>
public sealed class PostgresDurabilityTests : IAsyncLifetime
{
    static CancellationToken None => CancellationToken.None;

    PostgresServer _server = null!;

    // Nobody but who commits writes the log out.
    public async Task InitializeAsync() => _server = await PostgresServer.StartOwnAsync("wal_writer_delay = 10s");

    public Task DisposeAsync() => _server.EndAsync();

    [Theory]
    [InlineData(1, ChunkState.Running)]
    [InlineData(2, ChunkState.Completed)]
    public async Task A_commit_that_was_answered_is_on_the_disk_whether_it_ends_a_chunk_or_not(int rows, string state)
    {
        var database = await _server.CreateDatabaseAsync();
        var ledger = await OpenAsync(database);
        var runner = await ledger.Runners.RegisterAsync(
            new(RunnerRole.Work, null, "here", 1, "boot", "liveness", "1", 1, false), None);
        var batch = await ledger.Batches.CreateAsync(new("key", "file.txt", "here", 10, 0, runner), TwoNumbers, None);
        var lease = (await ledger.Chunks.ClaimAsync(runner, 0, false, PostgresLedgerSource.Lease, None))!;
        var done = new ResultRows();
        for (var line = 1; line <= rows; line++)
            done.Add(line, "1001"u8, "[\"7\",\"11\",\"13\"]"u8, ResultStatus.Factored, [], "trial"u8.ToArray(), 7);

        var outcome = (await ledger.Commits.CommitAsync([new(lease, 1, 1 + rows, done)], PostgresLedgerSource.Lease, None))[0];
        await _server.StopAtOnceAsync();
        await _server.StartAgainAsync();

        Assert.Equal((true, state == ChunkState.Completed), (outcome.Accepted, outcome.Ended));
        // Another pool, as another process would have: the connections of this one are broken.
        var again = await OpenAsync(database + ";Application Name=again");
        Assert.Equal(rows, (await again.Summaries.FindAsync(batch, None))!.Done);
        Assert.Equal(state, (await again.Chunks.OfBatchAsync(batch, 0, 10, None))[0].State);
    }

    static LoadSlice TwoNumbers => new()
    {
        FromBytes = 0,
        ToBytes = 10,
        PrefixSha256 = "prefix",
        Lines = 2,
        Blanks = 0,
        Numbers = 2,
        RejectCount = 0,
        Chunks = [new(1, 3, 2, 2000, "1001\n1001\n"u8.ToArray())],
        Rejects = [],
        Sha256 = "whole",
    };

    static Task<Ledger> OpenAsync(string database) =>
        Ledger.OpenPostgresAsync(database, PostgresLedgerSource.Lease, TimeProvider.System, None);
}

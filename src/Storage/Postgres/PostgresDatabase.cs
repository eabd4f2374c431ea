using System.Data.Common;
using Dapper;
using Npgsql;

namespace BatchRunner.Storage.Postgres;

/// <summary>
/// The ledger in a PostgreSQL database, shared by the processes of many machines. Many transactions write at a time:
/// rows are locked where a decision hangs on them, and whoever changes a whole batch has it for itself meanwhile.
/// Every commit is on the server's disk before it is answered.
/// </summary>
public sealed class PostgresDatabase : LedgerDatabase
{
    static PostgresDatabase() => UtcMoments.Register();

    readonly PostgresConnections _connections;
    readonly PostgresClock? _clock;

    /// <param name="time">The ledger's clock: the database's own.</param>
    internal PostgresDatabase(PostgresConnections connections, PostgresClock time) : this(connections, (TimeProvider)time) =>
        _clock = time;

    /// <param name="time">The ledger's clock, and the database's is not asked.</param>
    internal PostgresDatabase(PostgresConnections connections, TimeProvider time)
    {
        _connections = connections;
        Time = time;
    }

    /// <summary>The lease of this ledger's runners.</summary>
    internal TimeSpan Lease => _connections.Lease;

    /// <summary>The database's clock showed <paramref name="moment"/> when it was asked.</summary>
    /// <param name="askedAt">A timestamp of <see cref="Time"/>.</param>
    internal void Heard(DateTimeOffset moment, long askedAt) => _clock?.Set(moment, askedAt);

    public override TimeProvider Time { get; }

    public override string Name => _connections.Name;

    /// <summary>The one connection whose life is the runner's; the caller opens it.</summary>
    internal NpgsqlConnection Session() => PostgresConnections.Make(_connections.Session);

    internal override Task<DbConnection> OpenAsync(Durability durability, CancellationToken token) =>
        OpenAsync(durability == Durability.Process ? _connections.Quick : _connections.Lasting, token);

    internal override Task<DbConnection> OpenForReadingAsync(CancellationToken token) =>
        OpenAsync(_connections.Reading, token);

    async Task<DbConnection> OpenAsync(string connectionString, CancellationToken token)
    {
        var connection = PostgresConnections.Make(connectionString);
        try
        {
            await connection.OpenAsync(token);
            return connection;
        }
        catch (NpgsqlException e)
        {
            await connection.DisposeAsync();
            throw PostgresErrors.ExplainRefusal(e, Name);
        }
    }

    internal override async Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken token) =>
        await connection.BeginTransactionAsync(token);

    internal override async Task<ChunkLease?> ClaimAsync(ClaimRequest request, CancellationToken token)
    {
        var claimed = await ClaimAsync(request, mindsTurns: !request.Isolated, token);
        if (claimed is null || !PostgresClaim.IsTurn(claimed)) return claimed;

        return await TakeOutOfTurnAsync(request, token) ?? await ClaimAsync(request, mindsTurns: false, token);
    }

    Task<ChunkLease?> ClaimAsync(ClaimRequest request, bool mindsTurns, CancellationToken token) => InOneTripAsync(
        connection => PostgresClaim.TakeAsync(this, connection, request, mindsTurns), token);

    // One statement is a transaction by itself.
    async Task<T> InOneTripAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken token)
    {
        try
        {
            await using var connection = await OpenAsync(Durability.Process, token);
            return await work(connection);
        }
        catch (DbException e) when (Explain(e) is { } explained)
        {
            throw explained;
        }
    }

    Task<ChunkLease?> TakeOutOfTurnAsync(ClaimRequest request, CancellationToken token) =>
        WriteAsync(Durability.Process, async (connection, transaction) =>
        {
            var claimed = await ChunkClaim.TakeOutOfTurnAsync(
                this, connection, transaction, ChunkClaim.Parameters(this, request));
            if (claimed is not null)
            {
                await connection.ExecuteAsync(
                    "UPDATE batches SET started_at = coalesce(started_at, @Now), served_at = @Now WHERE id = @BatchId",
                    new { claimed.BatchId, Now }, transaction);
            }
            return claimed;
        }, token);

    // Advisory locks, because a lock on the batch's row would have to be given up for the counters every chunk's end
    // writes there. In the order of the ids, so that nobody waits crosswise.
    internal override Task EnterAsync(DbTransaction transaction, IReadOnlyList<long> batchIds, bool alone)
    {
        var enter = alone ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared";
        return transaction.Connection!.ExecuteAsync(
            $"SELECT {enter}(id) FROM unnest(@Ids) AS id",
            new { Ids = batchIds.Select(PostgresLocks.Batch).Order().ToArray() }, transaction);
    }

    // Others may see the transaction's rows a moment before they are on the disk. Whatever they make of them stands behind
    // it in the log, so no crash keeps the one without the other. The second transaction has something to log, waits for
    // the log up to itself, and with it for everything before.
    internal override (string Before, string After) EarlyEnd =>
        ("SET LOCAL synchronous_commit = off;", "COMMIT; SELECT pg_logical_emit_message(true, 'batchrunner', '')");

    internal override string StaysSo => "FOR SHARE";

    internal override string LockUnlessLocked(string table) => $"FOR UPDATE OF {table} SKIP LOCKED";

    internal override string TextOf(string utf8) => $"convert_from({utf8}, 'UTF8')";

    internal override string Utf8Of(string text) => $"convert_to({text}, 'UTF8')";

    internal override Task<ResultTally> InsertAsync(
        DbTransaction transaction, long batchId, ResultRows rows, long endLine, CancellationToken token) =>
        PostgresResultCopy.InsertAsync((NpgsqlConnection)transaction.Connection!, batchId, rows, endLine, token);

    // A statement a row would be a round trip a row.
    internal override async Task InsertAsync(
        DbTransaction transaction, long batchId, IReadOnlyList<RejectRow> rejects, CancellationToken token)
    {
        await using var copy = await ((NpgsqlConnection)transaction.Connection!).BeginBinaryImportAsync(
            "COPY rejects (batch_id, line, column_number, text, reason) FROM STDIN (FORMAT BINARY)", token);
        foreach (var reject in rejects)
        {
            await copy.StartRowAsync(token);
            await copy.WriteAsync(batchId, token);
            await copy.WriteAsync(reject.Line, token);
            await copy.WriteAsync(reject.ColumnNumber, token);
            await copy.WriteAsync(reject.Text, token);
            await copy.WriteAsync(reject.Reason, token);
        }
        await copy.CompleteAsync(token);
    }

    internal override Task ReadPageAsync(
        DbConnection connection, long batchId, long afterLine, int limit, ResultRows page, CancellationToken token) =>
        PostgresResultPage.ReadAsync((NpgsqlConnection)connection, batchId, afterLine, limit, page, token);

    // The server sweeps by itself; this does it now. Files shrink by VACUUM FULL alone, which locks out everybody.
    internal override Task CompactAsync(CancellationToken token) => ReadAsync(
        connection => connection.ExecuteAsync("VACUUM results, rejects, chunks, chunk_numbers, batches", commandTimeout: 0),
        token);

    internal override LedgerException? Explain(DbException exception) => PostgresErrors.Explain(exception, Name);
}

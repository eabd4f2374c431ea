using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>The story of each batch, written by the transactions that make it happen.</summary>
public sealed class HistoryStore(LedgerDatabase database)
{
    const string Columns =
        "id, batch_id, event, happened_at, chunk_id, first_line, end_line, attempt, runner_id, detail";

    /// <summary>The newest events of a batch, newest first.</summary>
    public Task<IReadOnlyList<HistoryRow>> NewestAsync(long batchId, int limit, CancellationToken token) =>
        ListAsync(
            $"SELECT {Columns} FROM history WHERE batch_id = @BatchId ORDER BY id DESC LIMIT @Limit",
            new { BatchId = batchId, Limit = limit }, token);

    /// <summary>Events of all batches after <paramref name="afterId"/>, oldest first.</summary>
    public Task<IReadOnlyList<HistoryRow>> AfterAsync(long afterId, int limit, CancellationToken token) =>
        ListAsync(
            $"SELECT {Columns} FROM history WHERE id > @AfterId ORDER BY id LIMIT @Limit",
            new { AfterId = afterId, Limit = limit }, token);

    /// <summary>The id of the newest event; 0 when there is none.</summary>
    public Task<long> LatestIdAsync(CancellationToken token) =>
        database.ReadAsync(connection => connection.ExecuteScalarAsync<long>(
            "SELECT coalesce(max(id), 0) FROM history"), token);

    /// <summary>Adds an event to the transaction that makes it happen.</summary>
    internal static Task AddAsync(DbConnection connection, DbTransaction transaction, HistoryRow row) =>
        connection.ExecuteAsync(
            """
            INSERT INTO history (batch_id, event, happened_at, chunk_id, first_line, end_line, attempt, runner_id, detail)
            VALUES (@BatchId, @Event, @HappenedAt, @ChunkId, @FirstLine, @EndLine, @Attempt, @RunnerId, @Detail)
            """,
            row, transaction);

    Task<IReadOnlyList<HistoryRow>> ListAsync(string sql, object parameters, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<HistoryRow>>(
            async connection => [.. await connection.QueryAsync<HistoryRow>(sql, parameters)], token);
}

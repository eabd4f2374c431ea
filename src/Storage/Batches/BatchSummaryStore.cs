using Dapper;

namespace BatchRunner.Storage;

/// <summary>
/// The view <c>batch_summary</c>: what status, dashboard and users read. It never counts result rows.
/// </summary>
public sealed class BatchSummaryStore(LedgerDatabase database)
{
    const string Columns =
        """
        id, name, state, paused, priority, lines, blanks, numbers, rejects, done, waiting, unfactored, quarantined,
        ready_chunks, running_chunks, failed_chunks, effort, effort_left, effort_squares, hardest, micros, bytes,
        loaded_bytes, host, created_at, started_at, finished_at, error
        """;

    /// <summary>The newest batches before <paramref name="beforeId"/>, newest first.</summary>
    public Task<IReadOnlyList<BatchSummary>> NewestAsync(long beforeId, int limit, CancellationToken token) =>
        ListAsync($"SELECT {Columns} FROM batch_summary WHERE id < @BeforeId ORDER BY id DESC LIMIT @Limit",
            new { BeforeId = beforeId, Limit = limit }, token);

    /// <summary>Batches that still have something to do, oldest first.</summary>
    public Task<IReadOnlyList<BatchSummary>> LiveAsync(CancellationToken token) =>
        ListAsync($"SELECT {Columns} FROM batch_summary WHERE state IN ('loading', 'open', 'exporting') ORDER BY id",
            new { }, token);

    public Task<BatchSummary?> FindAsync(long batchId, CancellationToken token) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<BatchSummary>(
            $"SELECT {Columns} FROM batch_summary WHERE id = @Id", new { Id = batchId }), token);

    Task<IReadOnlyList<BatchSummary>> ListAsync(string sql, object parameters, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<BatchSummary>>(
            async connection => [.. await connection.QueryAsync<BatchSummary>(sql, parameters)], token);
}

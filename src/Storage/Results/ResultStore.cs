using Dapper;

namespace BatchRunner.Storage;

/// <summary>One row a number, read by key so that no read ever holds a transaction open for long.</summary>
public sealed class ResultStore(LedgerDatabase database)
{
    /// <summary>Replaces the rows of <paramref name="page"/> by those after a line, in line order.</summary>
    /// <returns>False when there are none.</returns>
    public Task<bool> PageAsync(long batchId, long afterLine, int limit, ResultRows page, CancellationToken token) =>
        database.ReadAsync(async connection =>
        {
            page.Clear();
            await database.ReadPageAsync(connection, batchId, afterLine, limit, page, token);
            return page.Count > 0;
        }, token);

    /// <summary>
    /// The payloads of a batch by first line after <paramref name="afterLine"/>: what was loaded, to be compared.
    /// </summary>
    public Task<ChunkPayload?> NextPayloadAsync(long batchId, long afterLine, CancellationToken token) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<ChunkPayload>(
            $"""
            SELECT first_line, end_line, {database.Utf8Of("numbers")} AS numbers FROM chunk_numbers
            WHERE batch_id = @BatchId AND first_line > @AfterLine ORDER BY first_line LIMIT 1
            """,
            new { BatchId = batchId, AfterLine = afterLine }), token);

    /// <summary>Counts the rows of a batch: for verification, never for progress.</summary>
    public Task<(long Results, long Rejects)> CountAsync(long batchId, CancellationToken token) =>
        database.ReadAsync(connection => connection.QuerySingleAsync<(long, long)>(
            """
            SELECT (SELECT count(*) FROM results WHERE batch_id = @BatchId),
                   (SELECT count(*) FROM rejects WHERE batch_id = @BatchId)
            """,
            new { BatchId = batchId }), token);
}

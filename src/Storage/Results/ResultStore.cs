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

    /// <summary>From so many CPU microseconds on, a number can be among the slowest of its batch.</summary>
    public const long SlowMicros = 10_000;

    const string Columns = "line, number, CAST(factors AS TEXT) AS factors, status, cofactor, method, micros";

    /// <summary>
    /// At most <paramref name="limit"/> rows with <paramref name="afterLine"/> &lt; line &lt;
    /// <paramref name="beforeLine"/> that pass the filter, in line order. Rare statuses have an index; for the rest
    /// every row of the range is looked at, so the range bounds what the question costs.
    /// </summary>
    public Task<IReadOnlyList<ResultRow>> SearchAsync(
        long batchId, ResultFilter filter, long afterLine, long beforeLine, int limit, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<ResultRow>>(async connection =>
        [
            .. await connection.QueryAsync<ResultRow>(
                $"""
                 SELECT {Columns} FROM results WHERE batch_id = @BatchId AND {Condition(filter)}
                 ORDER BY line LIMIT @Limit
                 """,
                new
                {
                    BatchId = batchId,
                    AfterLine = afterLine,
                    BeforeLine = beforeLine,
                    Status = filter.Status?.ToString().ToLowerInvariant(),
                    filter.Method,
                    Limit = limit,
                }),
        ], token);

    static string Condition(ResultFilter filter)
    {
        const string lines = "line > @AfterLine AND line < @BeforeLine";
        var method = filter.Method is null ? "" : " AND method = @Method";
        return filter.Status switch
        {
            null => lines + method,
            ResultStatus.Factored => $"{lines} AND status = @Status{method}",
            _ => $"line IN ({Unsolved} AND {lines}{method} ORDER BY line LIMIT @Limit)",
        };
    }

    // Lines alone, because no planner leaves the primary key for an index it would have to come back from; and the first
    // condition names the partial index, because none concludes it from the second.
    internal const string Unsolved =
        "SELECT line FROM results WHERE batch_id = @BatchId AND status <> 'factored' AND status = @Status";

    /// <summary>The numbers of a batch that took the most CPU time, at least <see cref="SlowMicros"/> each.</summary>
    public Task<IReadOnlyList<ResultRow>> SlowestAsync(long batchId, int limit, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<ResultRow>>(async connection =>
        [
            .. await connection.QueryAsync<ResultRow>(
                $"""
                 SELECT {Columns} FROM results WHERE batch_id = @BatchId AND micros >= {SlowMicros}
                 ORDER BY micros DESC, line LIMIT @Limit
                 """,
                new { BatchId = batchId, Limit = limit }),
        ], token);

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

    /// <summary>The payload that holds a line, or the first behind it; null when there is neither.</summary>
    public async Task<ChunkPayload?> PayloadFromAsync(long batchId, long line, CancellationToken token)
    {
        var first = await database.ReadAsync(connection => connection.ExecuteScalarAsync<long?>(
            "SELECT max(first_line) FROM chunk_numbers WHERE batch_id = @BatchId AND first_line <= @Line",
            new { BatchId = batchId, Line = line }), token);
        var payload = await NextPayloadAsync(batchId, (first ?? 0) - 1, token);
        return payload is null || payload.EndLine > line
            ? payload
            : await NextPayloadAsync(batchId, payload.FirstLine, token);
    }

    /// <summary>Counts the rows of a batch: for verification, never for progress.</summary>
    public Task<(long Results, long Rejects)> CountAsync(long batchId, CancellationToken token) =>
        database.ReadAsync(connection => connection.QuerySingleAsync<(long, long)>(
            """
            SELECT (SELECT count(*) FROM results WHERE batch_id = @BatchId),
                   (SELECT count(*) FROM rejects WHERE batch_id = @BatchId)
            """,
            new { BatchId = batchId }), token);
}

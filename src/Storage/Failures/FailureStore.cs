using Dapper;

namespace BatchRunner.Storage;

/// <summary>What went wrong, by cause: bounded reads, so that a million rejects cost no more than a thousand.</summary>
public sealed class FailureStore(LedgerDatabase database)
{
    /// <summary>Failed chunks by their last error, most of them first.</summary>
    public Task<IReadOnlyList<FailureGroup>> ChunksAsync(int limit, CancellationToken token) =>
        ListAsync(
            """
            SELECT coalesce(error, 'unknown') AS cause, count(*) AS count, max(batch_id) AS batch_id,
                   max(ended_at) AS last_at
            FROM chunks WHERE state = 'failed' GROUP BY error ORDER BY count(*) DESC LIMIT @Limit
            """,
            new { Limit = limit }, token);

    /// <summary>Batches that could not go on, by their error, most of them first.</summary>
    public Task<IReadOnlyList<FailureGroup>> BatchesAsync(int limit, CancellationToken token) =>
        ListAsync(
            """
            SELECT error AS cause, count(*) AS count, max(id) AS batch_id, max(finished_at) AS last_at
            FROM batches WHERE error IS NOT NULL GROUP BY error ORDER BY count(*) DESC LIMIT @Limit
            """,
            new { Limit = limit }, token);

    /// <summary>Runners found dead, by the reason of their end, most of them first.</summary>
    public Task<IReadOnlyList<FailureGroup>> RunnersAsync(int limit, CancellationToken token) =>
        ListAsync(
            """
            SELECT coalesce(end_reason, 'unknown') AS cause, count(*) AS count, CAST(NULL AS BIGINT) AS batch_id,
                   max(ended_at) AS last_at
            FROM runners WHERE state = 'dead' GROUP BY end_reason ORDER BY count(*) DESC LIMIT @Limit
            """,
            new { Limit = limit }, token);

    /// <summary>The newest batches in which a number or line went wrong, newest first.</summary>
    public Task<IReadOnlyList<TroubledBatch>> TroubledAsync(int limit, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<TroubledBatch>>(async connection =>
        [
            .. await connection.QueryAsync<TroubledBatch>(
                """
                SELECT id, name, unfactored, quarantined, rejects FROM batch_summary
                WHERE unfactored + quarantined + rejects > 0 ORDER BY id DESC LIMIT @Limit
                """,
                new { Limit = limit }),
        ], token);

    /// <summary>The reasons of the first rejects of a batch, each with how many of those have it.</summary>
    public Task<IReadOnlyList<FailureGroup>> RejectsAsync(
        long batchId, long afterLine, int limit, CancellationToken token) =>
        ListAsync(
            """
            SELECT reason AS cause, count(*) AS count, @BatchId AS batch_id
            FROM (SELECT reason FROM rejects WHERE batch_id = @BatchId AND line > @AfterLine
                  ORDER BY line LIMIT @Limit) first_ones
            GROUP BY reason ORDER BY count(*) DESC
            """,
            new { BatchId = batchId, AfterLine = afterLine, Limit = limit }, token);

    /// <summary>Lines rejected in all batches created since a moment.</summary>
    public Task<long> RejectsSinceAsync(DateTimeOffset moment, CancellationToken token) =>
        database.ReadAsync(connection => connection.ExecuteScalarAsync<long>(
            "SELECT coalesce(sum(rejects), 0) FROM batches WHERE created_at >= @Moment", new { Moment = moment }), token);

    Task<IReadOnlyList<FailureGroup>> ListAsync(string sql, object parameters, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<FailureGroup>>(
            async connection => [.. await connection.QueryAsync<FailureGroup>(sql, parameters)], token);
}

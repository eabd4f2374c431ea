using Dapper;

namespace BatchRunner.Storage.Postgres;

/// <summary>
/// The one statement that decides who works what, for many who ask at the same moment: the order is that of
/// <see cref="ChunkClaim"/>, but a chunk that somebody else is just taking is passed over instead of waited for. It is a
/// transaction by itself, so a claim costs one round trip.
/// </summary>
static class PostgresClaim
{
    /// <summary>
    /// Batches without a worker that are looked at: when others are just taking the last chunk of one, the next is
    /// there.
    /// </summary>
    const int UntouchedBatches = 4;

    /// <param name="mindsTurns">
    /// While a batch that was passed over may have a chunk out of its turn, nothing is claimed and the answer's chunk is 0.
    /// </param>
    internal static string Sql(bool isolated, bool mindsTurns) =>
        $"""
         -- The runner stays alive until the claim is done: whoever gives it up finds the claimed chunk. And a claim need
         -- not survive a crash of the server, as every commit behind it does: the chunk would only be claimed again.
         WITH me AS (
             SELECT id, set_config('synchronous_commit', 'off', true) AS commits FROM runners
             WHERE id = @RunnerId AND state = 'alive' FOR SHARE),
         turn AS ({(mindsTurns ? ChunkClaim.SomebodysTurnSql : "SELECT 1 WHERE false")}),
         best AS (
             SELECT c.id, o.name
             FROM (
                 SELECT * FROM (
                     (SELECT b.id, b.name, b.priority, 0::BIGINT AS workers
                      FROM batches b
                      WHERE b.state IN ('loading', 'open') AND b.paused = 0
                        AND NOT EXISTS (SELECT 1 FROM chunks r WHERE r.batch_id = b.id AND r.state = 'running')
                        -- Not EXISTS: it would forget the order, and walk from index to index through all that ended.
                        AND ({Best(isolated)}) IS NOT NULL
                      ORDER BY b.priority DESC, b.id
                      LIMIT {UntouchedBatches})
                     UNION ALL
                     SELECT b.id, b.name, b.priority, r.workers
                     FROM (SELECT batch_id, count(*) AS workers FROM chunks WHERE state = 'running' GROUP BY batch_id) r
                     JOIN batches b ON b.id = r.batch_id
                     WHERE b.state IN ('loading', 'open') AND b.paused = 0) ordered
                 ORDER BY ordered.priority DESC, ordered.workers, ordered.id) o
             CROSS JOIN LATERAL ({Best(isolated, "o")} FOR UPDATE SKIP LOCKED) c
             WHERE (SELECT epoch FROM ledger) = @Epoch AND EXISTS (SELECT 1 FROM me) AND NOT EXISTS (SELECT 1 FROM turn)
             LIMIT 1),
         claimed AS (
             UPDATE chunks
             SET state = 'running', runner_id = @RunnerId, worker = @Worker, attempt = attempt + 1,
                 lease_until = @LeaseUntil, claimed_line = next_line, started_at = coalesce(started_at, @Now),
                 turn_until = NULL
             FROM best WHERE chunks.id = best.id AND chunks.state = 'ready'
             RETURNING chunks.id AS chunk_id, batch_id, payload_id, runner_id, attempt, next_line, end_line, numbers,
                       effort, budget_seconds, best.name AS batch_name),
         begun AS (
             -- Once a second is enough for the turns, and keeps the row from being everybody's.
             UPDATE batches SET started_at = coalesce(batches.started_at, @Now), served_at = @Now FROM claimed
             WHERE batches.id = claimed.batch_id
               AND (batches.started_at IS NULL OR batches.served_at IS NULL
                    OR batches.served_at < @Now - INTERVAL '1 second' OR batches.served_at > @Now))
         SELECT * FROM claimed
         UNION ALL
         SELECT 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, '' FROM turn
         """;

    static string Best(bool isolated, string batch = "b") =>
        ChunkClaim.Best(isolated).Replace("b.id", batch + ".id", StringComparison.Ordinal);

    /// <summary>True of the answer that stands for no chunk: somebody else's turn is due.</summary>
    internal static bool IsTurn(ChunkLease answer) => answer.ChunkId == 0;

    internal static Task<ChunkLease?> TakeAsync(
        PostgresDatabase database, System.Data.Common.DbConnection connection, ClaimRequest request, bool mindsTurns) =>
        connection.QuerySingleOrDefaultAsync<ChunkLease>(
            Sql(request.Isolated, mindsTurns), ChunkClaim.Parameters(database, request));
}

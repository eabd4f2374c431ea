using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>
/// The one statement that decides who works what. It looks at one batch that nobody works on and at those that somebody
/// does, never at all that wait: a claim costs the same whether 2 or 2,000 batches are open.
/// </summary>
static class ChunkClaim
{
    /// <summary>No chunk waits longer than this before it is tried again.</summary>
    internal static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    internal static string Sql(bool isolated) =>
        $"""
         UPDATE chunks
         SET state = 'running', runner_id = @RunnerId, worker = @Worker, attempt = attempt + 1,
             lease_until = @LeaseUntil, claimed_line = next_line, started_at = coalesce(started_at, @Now)
         WHERE id = (
             SELECT candidates.chunk_id FROM (
                 SELECT * FROM (
                     SELECT b.id, b.priority, 0 AS workers, ({Best(isolated)}) AS chunk_id
                     FROM batches b
                     WHERE b.state IN ('loading', 'open') AND b.paused = 0
                       AND NOT EXISTS (SELECT 1 FROM chunks r WHERE r.batch_id = b.id AND r.state = 'running')
                       AND ({Best(isolated)}) IS NOT NULL
                     ORDER BY b.priority DESC, b.id
                     LIMIT 1) untouched
                 UNION ALL
                 SELECT b.id, b.priority, r.workers, ({Best(isolated)}) AS chunk_id
                 FROM (SELECT batch_id, count(*) AS workers FROM chunks WHERE state = 'running' GROUP BY batch_id) r
                 JOIN batches b ON b.id = r.batch_id
                 WHERE b.state IN ('loading', 'open') AND b.paused = 0) candidates
             WHERE candidates.chunk_id IS NOT NULL
             ORDER BY candidates.priority DESC, candidates.workers, candidates.id
             LIMIT 1)
           AND state = 'ready' AND (SELECT epoch FROM ledger) = @Epoch
           AND EXISTS (SELECT 1 FROM runners WHERE id = @RunnerId AND state = 'alive')
         RETURNING id AS chunk_id, batch_id, payload_id, runner_id, attempt, next_line, end_line, numbers, effort,
                   (SELECT name FROM batches WHERE id = batch_id) AS batch_name
         """;

    /// <summary>
    /// The id of the best claimable chunk of batch <c>b</c>. The deaths stand in the text because the partial indexes
    /// want to be recognized by it. A moment further away than any back-off was written by a clock that has since been
    /// set back.
    /// </summary>
    internal static string Best(bool isolated) =>
        $"""
         SELECT c.id FROM chunks c
         WHERE c.batch_id = b.id AND c.state = 'ready'
           AND c.crashes {(isolated ? ">=" : "<")} {ChunkStore.SuspectAfterCrashes}
           AND (c.not_before IS NULL OR c.not_before <= @Now OR c.not_before > @Horizon)
         ORDER BY c.effort DESC, c.id LIMIT 1
         """;

    internal static async Task<ChunkLease?> TakeAsync(
        LedgerDatabase database, DbConnection connection, DbTransaction transaction, ClaimRequest request)
    {
        var claimed = await connection.QuerySingleOrDefaultAsync<ChunkLease>(
            Sql(request.Isolated), Parameters(database, request), transaction);
        if (claimed is not null)
        {
            await connection.ExecuteAsync(
                "UPDATE batches SET started_at = @Now WHERE id = @BatchId AND started_at IS NULL",
                new { claimed.BatchId, database.Now }, transaction);
        }

        return claimed;
    }

    internal static DynamicParameters Parameters(LedgerDatabase database, ClaimRequest request)
    {
        var parameters = Moment(database);
        parameters.AddDynamicParams(new
        {
            request.RunnerId,
            request.Worker,
            request.Epoch,
            LeaseUntil = database.Now + request.Lease,
        });
        return parameters;
    }

    internal static DynamicParameters Moment(LedgerDatabase database)
    {
        var now = database.Now;
        return new(new { Now = now, Horizon = now + LongestBackOff });
    }
}

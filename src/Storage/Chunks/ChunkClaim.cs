using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>
/// The statements that decide who works what. They look at one batch that nobody works on and at those that somebody
/// does, never at all that wait: a claim costs the same whether 2 or 2,000 batches are open.
/// </summary>
static class ChunkClaim
{
    /// <summary>No chunk waits longer than this before it is tried again.</summary>
    internal static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A batch that was passed over for this long may have a chunk out of its turn, so that no priority starves it.
    /// </summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A chunk out of its turn gives way to nobody for this long, and like any other afterwards.</summary>
    internal static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    /// <summary>Chunks out of their turn take about one part in this many of all workers' time.</summary>
    const double TurnShare = 10;

    /// <summary>
    /// Within a batch the dearest chunk goes first, so that none is begun when all others are done. Chunks are cut to
    /// about one effort; this many times as much is a number that was set aside.
    /// </summary>
    const int FarDearer = 2;

    /// <summary>Highest priority first, then the batch that has the fewest workers, then the most effort.</summary>
    internal static string Sql(bool isolated) =>
        Take("NULL",
            $"""
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
             LIMIT 1
             """);

    /// <summary>
    /// One chunk, if a claim would now serve its batch and has none there that is far dearer: who was told of a chunk
    /// works that one, and otherwise what comes first.
    /// </summary>
    /// <param name="staysSo">Of the database: keeps the runner alive until the claim is done.</param>
    internal static string OneSql(string staysSo) =>
        Take("NULL",
            $"""
             SELECT named.id FROM chunks named JOIN batches b ON b.id = named.batch_id
             WHERE named.id = @ChunkId AND named.batch_id = @BatchId AND b.state IN ('loading', 'open') AND b.paused = 0
               AND {Claimable(isolated: false, "named")}
               AND {FarDearer} * named.effort >= (SELECT effort FROM chunks WHERE id = ({Best(isolated: false)}))
               AND NOT EXISTS ({SomebodysTurnSql})
               AND NOT EXISTS (
                   SELECT 1 FROM batches o
                   WHERE o.state IN ('loading', 'open') AND o.paused = 0 AND o.id <> b.id
                     AND (o.priority > b.priority OR (o.priority = b.priority AND {Workers("o")} < {Workers("b")}))
                     AND ({Best(isolated: false, "o")}) IS NOT NULL)
             """, staysSo);

    /// <summary>The batch that nobody works on and that was passed over longest, if that was too long.</summary>
    /// <param name="staysSo">Of the database: keeps the runner alive until the claim is done.</param>
    internal static string OutOfTurnSql(string staysSo) =>
        Take("@TurnUntil",
            $"""
             SELECT ({Best(isolated: false)}) FROM batches b
             WHERE b.state IN ('loading', 'open') AND b.paused = 0 AND b.served_at <= @PassedOverSince
               AND NOT EXISTS (SELECT 1 FROM chunks r WHERE r.batch_id = b.id AND r.state = 'running')
               AND ({Best(isolated: false)}) IS NOT NULL
             ORDER BY b.served_at, b.id
             LIMIT 1
             """, staysSo);

    /// <summary>
    /// True when a chunk may be given out of its turn. A moment far away was written by a clock that has since been set
    /// back.
    /// </summary>
    internal const string TurnIsDueSql =
        "SELECT count(*) FROM ledger WHERE next_turn_at IS NULL OR next_turn_at <= @Now OR next_turn_at > @Horizon";

    /// <summary>
    /// A row if a chunk may be given out of its turn and there is a batch to have it. Who was served in the future was
    /// served by a clock that has since been set back.
    /// </summary>
    internal static string SomebodysTurnSql { get; } =
        $"""
         SELECT 1 FROM ledger
         WHERE (next_turn_at IS NULL OR next_turn_at <= @Now OR next_turn_at > @Horizon)
           AND EXISTS (
               SELECT 1 FROM batches b
               WHERE b.state IN ('loading', 'open') AND b.paused = 0
                 AND (b.served_at <= @PassedOverSince OR b.served_at > @Now)
                 AND NOT EXISTS (SELECT 1 FROM chunks r WHERE r.batch_id = b.id AND r.state = 'running')
                 AND ({Best(isolated: false)}) IS NOT NULL)
         """;

    /// <summary>Workers that could take an ordinary chunk.</summary>
    internal const string WorkersSql =
        "SELECT coalesce(sum(workers), 0) FROM runners WHERE state = 'alive' AND isolated = 0";

    /// <summary>When the next chunk may be given out of its turn: the dearer this one, the later.</summary>
    internal static DateTimeOffset NextTurn(DateTimeOffset now, ChunkLease turn, long workers)
    {
        var dearest = LongestBackOff.TotalMicroseconds;
        var pause = Math.Max(turn.Effort, Turn.TotalMicroseconds / TurnShare) * TurnShare / Math.Max(1, workers);
        return now + TimeSpan.FromMicroseconds(Math.Min(pause, dearest));
    }

    static string Take(string turnUntil, string chunk, string staysSo = "") =>
        $"""
         UPDATE chunks
         SET state = 'running', runner_id = @RunnerId, worker = @Worker, attempt = attempt + 1,
             lease_until = @LeaseUntil, claimed_line = next_line, started_at = coalesce(started_at, @Now),
             turn_until = {turnUntil}
         WHERE id = (
             {chunk})
           AND state = 'ready' AND (SELECT epoch FROM ledger) = @Epoch
           AND EXISTS (SELECT 1 FROM runners WHERE id = @RunnerId AND state = 'alive' {staysSo})
         RETURNING id AS chunk_id, batch_id, payload_id, runner_id, attempt, next_line, end_line, numbers, effort,
                   budget_seconds, (SELECT name FROM batches WHERE id = batch_id) AS batch_name
         """;

    /// <summary>
    /// The id of the best claimable chunk of a batch. The deaths stand in the text because the partial indexes
    /// want to be recognized by it. A moment further away than any back-off was written by a clock that has since been
    /// set back.
    /// </summary>
    internal static string Best(bool isolated, string batch = "b") =>
        $"""
         SELECT c.id FROM chunks c
         WHERE c.batch_id = {batch}.id AND {Claimable(isolated)}
         ORDER BY c.effort DESC, c.id LIMIT 1
         """;

    /// <summary>True of a chunk that a worker could have now, if its batch is worked at all.</summary>
    internal static string Claimable(bool isolated, string chunk = "c") =>
        $"""
         {chunk}.state = 'ready' AND {chunk}.crashes {(isolated ? ">=" : "<")} {ChunkStore.SuspectAfterCrashes}
           AND ({chunk}.not_before IS NULL OR {chunk}.not_before <= @Now OR {chunk}.not_before > @Horizon)
         """;

    static string Workers(string batch) =>
        $"(SELECT count(*) FROM chunks r WHERE r.batch_id = {batch}.id AND r.state = 'running')";

    /// <summary>The claim of a database where one transaction writes at a time.</summary>
    internal static async Task<ChunkLease?> TakeAsync(
        LedgerDatabase database, DbConnection connection, DbTransaction transaction, ClaimRequest request)
    {
        var parameters = Parameters(database, request);
        var claimed =
            (request.Isolated ? null : await TakeOutOfTurnAsync(database, connection, transaction, parameters)) ??
            await connection.QuerySingleOrDefaultAsync<ChunkLease>(Sql(request.Isolated), parameters, transaction);
        if (claimed is not null) await ServeAsync(database, connection, transaction, claimed);
        return claimed;
    }

    /// <summary>Takes one chunk.</summary>
    internal static async Task<ChunkLease?> TakeAsync(
        LedgerDatabase database, DbConnection connection, DbTransaction transaction, ClaimRequest request, long batchId,
        long chunkId)
    {
        var parameters = Parameters(database, request);
        parameters.AddDynamicParams(new { BatchId = batchId, ChunkId = chunkId });
        var claimed = await connection.QuerySingleOrDefaultAsync<ChunkLease>(
            OneSql(database.StaysSo), parameters, transaction);
        if (claimed is not null) await ServeAsync(database, connection, transaction, claimed);
        return claimed;
    }

    static Task<int> ServeAsync(
        LedgerDatabase database, DbConnection connection, DbTransaction transaction, ChunkLease claimed) =>
        connection.ExecuteAsync(
            "UPDATE batches SET started_at = coalesce(started_at, @Now), served_at = @Now WHERE id = @BatchId",
            new { claimed.BatchId, database.Now }, transaction);

    internal static async Task<ChunkLease?> TakeOutOfTurnAsync(
        LedgerDatabase database, DbConnection connection, DbTransaction transaction, DynamicParameters parameters)
    {
        if (!await connection.ExecuteScalarAsync<bool>(TurnIsDueSql, parameters, transaction)) return null;

        // Written by a clock that has since been set back: their waiting begins now.
        await connection.ExecuteAsync(
            "UPDATE batches SET served_at = @Now WHERE served_at > @Now AND state IN ('loading', 'open')",
            parameters, transaction);
        var claimed = await connection.QuerySingleOrDefaultAsync<ChunkLease>(
            OutOfTurnSql(database.StaysSo), parameters, transaction);
        if (claimed is null) return null;

        var workers = await connection.ExecuteScalarAsync<long>(WorkersSql, transaction: transaction);
        await connection.ExecuteAsync(
            "UPDATE ledger SET next_turn_at = @NextTurn",
            new { NextTurn = NextTurn(database.Now, claimed, workers) }, transaction);
        return claimed;
    }

    internal static DynamicParameters Parameters(LedgerDatabase database, ClaimRequest request)
    {
        var now = database.Now;
        var parameters = Moment(database);
        parameters.AddDynamicParams(new
        {
            request.RunnerId,
            request.Worker,
            request.Epoch,
            LeaseUntil = now + request.Lease,
            TurnUntil = now + Turn,
            PassedOverSince = now - Patience,
        });
        return parameters;
    }

    internal static DynamicParameters Moment(LedgerDatabase database)
    {
        var now = database.Now;
        return new(new { Now = now, Horizon = now + LongestBackOff });
    }
}

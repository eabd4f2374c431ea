using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>The queue: chunks are claimed here, split here, and given back here.</summary>
public sealed class ChunkStore(LedgerDatabase database, long epoch)
{
    /// <summary>From this many deaths in a row without progress on, a chunk runs only in isolation.</summary>
    public const int SuspectAfterCrashes = 2;

    const string Columns =
        """
        id, batch_id, payload_id, state, attempt, runner_id, worker, first_line, next_line, end_line, numbers, effort,
        effort_done, claimed_line, lease_until, done, micros, crashes, suspect_line, suspect_deaths, failures, rescues,
        started_at, ended_at, error
        """;

    /// <summary>
    /// True when a claim would probably find something: a read, so that idle workers never take the write lock.
    /// </summary>
    public Task<bool> AnyReadyAsync(bool isolated, CancellationToken token) =>
        database.ReadAsync(connection => connection.ExecuteScalarAsync<bool>(
            $"""
             SELECT EXISTS (
                 SELECT 1 FROM batches b
                 WHERE b.state IN ('loading', 'open') AND b.paused = 0 AND ({ChunkClaim.Best(isolated)}) IS NOT NULL)
             """,
            ChunkClaim.Moment(database)), token);

    /// <summary>
    /// Takes the best ready chunk: highest priority first, then the batch that has the fewest workers, then the most
    /// effort; and now and then one of the batch that was passed over longest. One statement takes it, so no two workers
    /// can get the same chunk.
    /// </summary>
    /// <param name="isolated">Claim suspect chunks only; otherwise they are passed over.</param>
    /// <returns>
    /// Null when nothing is ready, and for a runner that was given up: nobody watches it any more, so nobody would
    /// rescue what it claimed.
    /// </returns>
    public Task<ChunkLease?> ClaimAsync(
        long runnerId, int worker, bool isolated, TimeSpan lease, CancellationToken token) =>
        database.ClaimAsync(new(runnerId, worker, epoch, isolated, lease), token);

    /// <summary>Takes one chunk that somebody was told of, if <see cref="ClaimAsync"/> would serve its batch now.</summary>
    /// <returns>
    /// Null when another batch comes first or a chunk far dearer, when it is no ordinary ready chunk of a batch that is
    /// worked, and for a runner that was given up.
    /// </returns>
    public Task<ChunkLease?> ClaimOneAsync(
        long runnerId, int worker, TimeSpan lease, long batchId, long chunkId, CancellationToken token) =>
        database.WriteAsync(Durability.Process, (connection, transaction) =>
            ChunkClaim.TakeAsync(
                database, connection, transaction, new(runnerId, worker, epoch, false, lease), batchId, chunkId), token);

    /// <summary>
    /// The chunks that would be claimed next, each batch's best first and the batches by turns. That a batch that was
    /// passed over has a chunk out of its turn is decided by the claim.
    /// </summary>
    /// <param name="limit">How many at most.</param>
    public Task<IReadOnlyList<WaitingChunk>> WaitingAsync(int limit, CancellationToken token) =>
        database.ReadAsync(connection => ChunkQueue.ReadAsync(database, connection, limit), token);

    /// <summary>
    /// Like <see cref="ClaimAsync"/>, for whoever asks again and again: to ask in vain costs others nothing.
    /// </summary>
    public async Task<ChunkLease?> ClaimIfReadyAsync(
        long runnerId, int worker, bool isolated, TimeSpan lease, CancellationToken token) =>
        !database.HasOneWriter || await AnyReadyAsync(isolated, token)
            ? await ClaimAsync(runnerId, worker, isolated, lease, token)
            : null;

    /// <summary>The numbers of a chunk as they were loaded: see <see cref="NewChunk"/> for the form.</summary>
    public Task<ChunkPayload> PayloadAsync(long payloadId, CancellationToken token) =>
        database.ReadAsync(connection => connection.QuerySingleAsync<ChunkPayload>(
            $"SELECT first_line, end_line, {database.Utf8Of("numbers")} AS numbers FROM chunk_numbers WHERE id = @Id",
            new { Id = payloadId }), token);

    /// <summary>The attempts the ledger still grants this runner: whatever it works on besides is lost.</summary>
    public Task<IReadOnlyList<(long ChunkId, int Attempt)>> GrantedAsync(long runnerId, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<(long, int)>>(async connection =>
        [
            .. await connection.QueryAsync<(long, int)>(
                "SELECT id, attempt FROM chunks WHERE runner_id = @Id AND (SELECT epoch FROM ledger) = @Epoch",
                new { Id = runnerId, Epoch = epoch }),
        ], token);

    /// <summary>Gives a chunk back unchanged; false when that attempt no longer holds it.</summary>
    public Task<bool> ReleaseAsync(long chunkId, long runnerId, int attempt, CancellationToken token) =>
        database.WriteAsync(Durability.Process, async (connection, transaction) =>
            await connection.ExecuteAsync(
                """
                UPDATE chunks SET state = 'ready', runner_id = NULL, worker = NULL
                WHERE id = @ChunkId AND state = 'running' AND runner_id = @RunnerId AND attempt = @Attempt
                """,
                new { ChunkId = chunkId, RunnerId = runnerId, Attempt = attempt }, transaction) > 0, token);

    /// <summary>
    /// The running chunk with the most effort left: the one to be split when a worker has nothing to do. A read, so
    /// that idle workers never take the write lock.
    /// </summary>
    /// <param name="leastMicros">What is not worth splitting: a running chunk with less effort left than this.</param>
    /// <returns>Null when nothing is worth splitting.</returns>
    public Task<SplitVictim?> FindVictimAsync(double leastMicros, CancellationToken token) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<SplitVictim>(
            """
            SELECT c.id AS chunk_id, c.batch_id, c.payload_id, c.attempt, c.next_line, c.end_line,
                   c.effort - c.effort_done AS effort_left, c.lease_until, c.suspect_line, c.budget_seconds
            FROM chunks c JOIN batches b ON b.id = c.batch_id
            WHERE c.state = 'running' AND c.end_line - c.next_line >= 2 AND b.paused = 0
              AND c.effort - c.effort_done >= @LeastMicros
            ORDER BY c.effort - c.effort_done DESC, c.id
            LIMIT 1
            """,
            new { LeastMicros = leastMicros }), token);

    /// <summary>
    /// Cuts a running chunk in two and makes the tail a ready chunk on the same payload. Its worker learns of the new
    /// end with its next commit, and the fence drops whatever it did past it.
    /// </summary>
    /// <returns>False when the chunk has moved on since it was looked at: look again.</returns>
    public Task<bool> SplitAsync(SplitVictim victim, SplitCut cut, CancellationToken token) =>
        database.WriteAsync(Durability.Process, async (connection, transaction) =>
        {
            await database.EnterAsync(transaction, [victim.BatchId], alone: false);
            // The line under suspicion stays in its chunk: a death on it has to be laid at its door.
            var moved = await connection.ExecuteAsync(
                """
                UPDATE chunks SET end_line = @Line, numbers = numbers - @Numbers, effort = effort - @Effort
                WHERE id = @ChunkId AND state = 'running' AND attempt = @Attempt AND end_line = @EndLine
                  AND next_line < @Line AND @Line < end_line AND (suspect_line IS NULL OR suspect_line < @Line)
                """,
                new { cut.Line, cut.Numbers, cut.Effort, victim.ChunkId, victim.Attempt, victim.EndLine }, transaction);
            if (moved == 0) return false;

            await connection.ExecuteAsync(
                "UPDATE batches SET open_chunks = open_chunks + 1 WHERE id = @BatchId",
                new { victim.BatchId }, transaction);
            await InsertAsync(connection, transaction, new(
                victim.BatchId, victim.PayloadId, cut.Line, victim.EndLine, cut.Numbers, cut.Effort, database.Now)
            {
                BudgetSeconds = victim.BudgetSeconds,
            });
            await HistoryStore.AddAsync(connection, transaction, new()
            {
                BatchId = victim.BatchId,
                Event = HistoryEvent.Split,
                HappenedAt = database.Now,
                ChunkId = victim.ChunkId,
                FirstLine = cut.Line,
                EndLine = victim.EndLine,
            });
            return true;
        }, token);

    /// <summary>An error of ours: the chunk is tried again after a back-off, or fails for good.</summary>
    /// <returns>The chunk's state now; null when that attempt no longer holds it.</returns>
    public Task<string?> FailAsync(
        ChunkLease lease, string error, int maxFailures, TimeSpan backOff, CancellationToken token) =>
        database.WriteAsync(Durability.Process, async (connection, transaction) =>
        {
            await database.EnterAsync(transaction, [lease.BatchId], alone: false);
            var state = await connection.ExecuteScalarAsync<string?>(
                """
                UPDATE chunks
                SET failures = failures + 1, error = @Error, runner_id = NULL, worker = NULL, not_before = @NotBefore,
                    state = CASE WHEN failures + 1 >= @MaxFailures THEN 'failed' ELSE 'ready' END,
                    ended_at = CASE WHEN failures + 1 >= @MaxFailures THEN @Now END
                WHERE id = @ChunkId AND state = 'running' AND runner_id = @RunnerId AND attempt = @Attempt
                  AND (SELECT epoch FROM ledger) = @Epoch
                RETURNING state
                """,
                new
                {
                    Epoch = epoch,
                    lease.ChunkId,
                    lease.RunnerId,
                    lease.Attempt,
                    Error = error,
                    MaxFailures = maxFailures,
                    NotBefore = database.Now +
                        (backOff < ChunkClaim.LongestBackOff ? backOff : ChunkClaim.LongestBackOff),
                    database.Now,
                },
                transaction);
            if (state is not null) await TellErrorAsync(connection, transaction, lease, state, error);
            if (state == ChunkState.Failed)
                await ChunkEnds.FoldAsync(connection, transaction, lease.ChunkId, failed: true);
            return state;
        }, token);

    Task TellErrorAsync(
        DbConnection connection, DbTransaction transaction, ChunkLease lease, string state, string error) =>
        HistoryStore.AddAsync(connection, transaction, new()
        {
            BatchId = lease.BatchId,
            Event = state == ChunkState.Failed ? HistoryEvent.Failed : HistoryEvent.Error,
            HappenedAt = database.Now,
            ChunkId = lease.ChunkId,
            FirstLine = lease.NextLine,
            EndLine = lease.EndLine,
            Attempt = lease.Attempt,
            RunnerId = lease.RunnerId,
            Detail = error,
        });

    /// <summary>Running chunks of all batches, for people who look.</summary>
    public Task<IReadOnlyList<ChunkRow>> RunningAsync(CancellationToken token) =>
        ListAsync($"SELECT {Columns} FROM chunks WHERE state = 'running' ORDER BY runner_id, worker", new { }, token);

    /// <summary>Chunks of one batch in the order of their ids, after <paramref name="afterId"/>.</summary>
    public Task<IReadOnlyList<ChunkRow>> OfBatchAsync(long batchId, long afterId, int limit, CancellationToken token) =>
        ListAsync(
            $"SELECT {Columns} FROM chunks WHERE batch_id = @BatchId AND id > @AfterId ORDER BY id LIMIT @Limit",
            new { BatchId = batchId, AfterId = afterId, Limit = limit }, token);

    /// <summary>Failed chunks of a batch, in the order of their ids.</summary>
    public Task<IReadOnlyList<ChunkRow>> FailedAsync(long batchId, int limit, CancellationToken token) =>
        ListAsync(
            $"SELECT {Columns} FROM chunks WHERE batch_id = @BatchId AND state = 'failed' ORDER BY id LIMIT @Limit",
            new { BatchId = batchId, Limit = limit }, token);

    /// <summary>Every chunk of a batch, in the order of their ids.</summary>
    public Task<IReadOnlyList<ChunkTrace>> TracesAsync(long batchId, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<ChunkTrace>>(async connection =>
        [
            .. await connection.QueryAsync<ChunkTrace>(
                """
                SELECT id, payload_id, state, attempt, first_line, next_line, end_line, done, rescues, started_at,
                       ended_at
                FROM chunks WHERE batch_id = @BatchId ORDER BY id
                """,
                new { BatchId = batchId }),
        ], token);

    /// <summary>Chunks of all batches that ended after a moment, in the order of their ends.</summary>
    public Task<IReadOnlyList<ChunkRow>> EndedAfterAsync(DateTimeOffset moment, int limit, CancellationToken token) =>
        ListAsync(
            $"SELECT {Columns} FROM chunks WHERE ended_at > @Moment ORDER BY ended_at LIMIT @Limit",
            new { Moment = moment, Limit = limit }, token);

    Task<IReadOnlyList<ChunkRow>> ListAsync(string sql, object parameters, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<ChunkRow>>(
            async connection => [.. await connection.QueryAsync<ChunkRow>(sql, parameters)], token);

    internal static Task InsertAsync(DbConnection connection, DbTransaction transaction, ReadyChunk chunk) =>
        connection.ExecuteAsync(
            """
            INSERT INTO chunks
                (batch_id, payload_id, state, first_line, next_line, end_line, numbers, effort, budget_seconds,
                 created_at)
            VALUES (@BatchId, @PayloadId, 'ready', @FirstLine, @FirstLine, @EndLine, @Numbers, @Effort, @BudgetSeconds,
                    @Now)
            """,
            chunk, transaction);

    internal sealed record ReadyChunk(
        long BatchId, long PayloadId, long FirstLine, long EndLine, long Numbers, double Effort, DateTimeOffset Now)
    {
        public double? BudgetSeconds { get; init; }
    }
}

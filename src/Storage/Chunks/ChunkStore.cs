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
        done, micros, crashes, suspect_line, suspect_deaths, failures, rescues, claimed_line, lease_until, started_at,
        ended_at, error
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
        database.WriteAsync(Durability.Process, async (connection, transaction) =>
        {
            var now = database.Now;
            var parameters = ChunkClaim.Moment(database);
            parameters.AddDynamicParams(new
            {
                RunnerId = runnerId,
                Worker = worker,
                Epoch = epoch,
                LeaseUntil = now + lease,
                TurnUntil = now + ChunkClaim.Turn,
                PassedOverSince = now - ChunkClaim.Patience,
            });
            var claimed = (isolated ? null : await ClaimOutOfTurnAsync(connection, transaction, parameters)) ??
                await connection.QuerySingleOrDefaultAsync<ChunkLease>(
                    ChunkClaim.Sql(isolated), parameters, transaction);
            if (claimed is not null)
            {
                await connection.ExecuteAsync(
                    "UPDATE batches SET started_at = coalesce(started_at, @Now), served_at = @Now WHERE id = @BatchId",
                    new { claimed.BatchId, Now = now }, transaction);
            }

            return claimed;
        }, token);

    async Task<ChunkLease?> ClaimOutOfTurnAsync(
        DbConnection connection, DbTransaction transaction, DynamicParameters parameters)
    {
        if (!await connection.ExecuteScalarAsync<bool>(ChunkClaim.TurnIsDueSql, parameters, transaction)) return null;

        // Written by a clock that has since been set back: their waiting begins now.
        await connection.ExecuteAsync(
            "UPDATE batches SET served_at = @Now WHERE served_at > @Now AND state IN ('loading', 'open')",
            parameters, transaction);
        var claimed = await connection.QuerySingleOrDefaultAsync<ChunkLease>(
            ChunkClaim.OutOfTurnSql, parameters, transaction);
        if (claimed is null) return null;

        var workers = await connection.ExecuteScalarAsync<long>(ChunkClaim.WorkersSql, transaction: transaction);
        await connection.ExecuteAsync(
            "UPDATE ledger SET next_turn_at = @NextTurn",
            new { NextTurn = ChunkClaim.NextTurn(database.Now, claimed, workers) }, transaction);
        return claimed;
    }

    /// <summary>The numbers of a chunk as they were loaded: see <see cref="NewChunk"/> for the form.</summary>
    public Task<ChunkPayload> PayloadAsync(long payloadId, CancellationToken token) =>
        database.ReadAsync(connection => connection.QuerySingleAsync<ChunkPayload>(
            "SELECT first_line, end_line, CAST(numbers AS BLOB) AS numbers FROM chunk_numbers WHERE id = @Id",
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
    /// Cuts the running chunk with the most effort left in two and makes the tail a ready chunk on the same payload.
    /// Its worker learns of the new end with its next commit, and the fence drops whatever it did past it.
    /// </summary>
    /// <param name="leastMicros">What is not worth splitting: a running chunk with less effort left than this.</param>
    /// <returns>False when nothing is worth splitting.</returns>
    public async Task<bool> SplitAsync(double leastMicros, CancellationToken token)
    {
        // Idle workers ask often: without a victim they must not take the write lock.
        var worthwhile = await database.ReadAsync(
            async connection => await FindVictimAsync(connection, null, leastMicros) is not null, token);
        return worthwhile && await SplitMostAsync(leastMicros, token);
    }

    static Task<Victim?> FindVictimAsync(DbConnection connection, DbTransaction? transaction, double leastMicros) =>
        connection.QueryFirstOrDefaultAsync<Victim>(
            """
            SELECT c.id, c.batch_id, c.payload_id, c.first_line, c.next_line, c.end_line, c.numbers, c.effort,
                   c.suspect_line, c.budget_seconds
            FROM chunks c JOIN batches b ON b.id = c.batch_id
            WHERE c.state = 'running' AND c.end_line - c.next_line >= 2 AND b.paused = 0
              AND c.effort * (c.end_line - c.next_line) / (c.end_line - c.first_line) >= @LeastMicros
            ORDER BY c.effort * (c.end_line - c.next_line) / (c.end_line - c.first_line) DESC
            LIMIT 1
            """,
            new { LeastMicros = leastMicros }, transaction);

    Task<bool> SplitMostAsync(double leastMicros, CancellationToken token) =>
        database.WriteAsync(Durability.Process, async (connection, transaction) =>
        {
            var victim = await FindVictimAsync(connection, transaction, leastMicros);
            if (victim is null) return false;

            // The line under suspicion stays in its chunk: a death on it has to be laid at its door.
            var from = Math.Max(victim.NextLine, victim.SuspectLine ?? 0);
            if (victim.EndLine - from < 2) return false;

            var cut = from + (victim.EndLine - from + 1) / 2;
            var share = (double)(victim.EndLine - cut) / (victim.EndLine - victim.FirstLine);
            var numbers = (long)(victim.Numbers * share);
            await connection.ExecuteAsync(
                """
                UPDATE chunks SET end_line = @Cut, numbers = numbers - @Numbers, effort = effort * (1 - @Share)
                WHERE id = @Id AND state = 'running';
                UPDATE batches SET open_chunks = open_chunks + 1 WHERE id = @BatchId
                """,
                new { Cut = cut, Numbers = numbers, Share = share, victim.Id, victim.BatchId }, transaction);
            await InsertAsync(connection, transaction, new(
                victim.BatchId, victim.PayloadId, cut, victim.EndLine, numbers, victim.Effort * share, database.Now)
            {
                BudgetSeconds = victim.BudgetSeconds,
            });
            await HistoryStore.AddAsync(connection, transaction, new()
            {
                BatchId = victim.BatchId,
                Event = HistoryEvent.Split,
                HappenedAt = database.Now,
                ChunkId = victim.Id,
                FirstLine = cut,
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

    sealed record Victim
    {
        public long Id { get; init; }
        public long BatchId { get; init; }
        public long PayloadId { get; init; }
        public long FirstLine { get; init; }
        public long NextLine { get; init; }
        public long EndLine { get; init; }
        public long Numbers { get; init; }
        public double Effort { get; init; }
        public long? SuspectLine { get; init; }
        public double? BudgetSeconds { get; init; }
    }
}

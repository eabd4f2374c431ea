using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>
/// Commits: rows and cursor in one transaction, behind a fence that only the attempt in force passes.
/// </summary>
public sealed class ChunkCommits(LedgerDatabase database, long epoch)
{
    /// <summary>Records several commits in one transaction and answers each of them.</summary>
    /// <exception cref="LedgerException">
    /// Nothing is known to be recorded. The same commits may be presented again: one that did happen is recognized.
    /// </exception>
    public Task<CommitOutcome[]> CommitAsync(
        IReadOnlyList<ChunkCommit> commits, TimeSpan lease, CancellationToken token)
    {
        var hasEnded = false;
        return database.WriteAsync(Durability.Process, async (connection, transaction) =>
        {
            await database.EnterAsync(transaction, [.. commits.Select(c => c.Lease.BatchId).Distinct()], alone: false);
            var outcomes = new CommitOutcome[commits.Count];
            var counts = new ChunkCounts(database.Now);
            // In one order everywhere: two processes that lock rows of two batches crosswise would wait for each other.
            foreach (var i in Enumerable.Range(0, commits.Count)
                         .OrderBy(i => (commits[i].Lease.BatchId, commits[i].Lease.ChunkId)))
            {
                outcomes[i] = await CommitAsync(connection, transaction, commits[i], lease, counts, token);
            }
            hasEnded = await counts.WriteAsync(
                database, connection, transaction, isEnd: outcomes.Any(outcome => outcome.Ended));
            return outcomes;
        }, token, () => hasEnded);
    }

    async Task<CommitOutcome> CommitAsync(
        DbConnection connection, DbTransaction transaction, ChunkCommit commit, TimeSpan lease, ChunkCounts counts,
        CancellationToken token)
    {
        var release = commit.Release ||
            (commit.GiveWay && await GivesWayAsync(connection, transaction, commit.Lease.ChunkId));
        var fence = await PassFenceAsync(connection, transaction, commit, release, lease);
        if (fence is null) return await RecognizeAsync(connection, transaction, commit);

        var tally = await database.InsertAsync(transaction, commit.Lease.BatchId, commit.Rows, fence.EndLine, token);
        var aside = commit.SetAside.Where(s => s.Line < fence.EndLine).ToList();
        if (aside.Count > 0) await SetAsideAsync(connection, transaction, commit.Lease, aside);
        counts.Add(commit.Lease, tally, fence.State == ChunkState.Completed);
        return fence.ToOutcome();
    }

    Task<bool> GivesWayAsync(DbConnection connection, DbTransaction transaction, long chunkId)
    {
        var parameters = ChunkClaim.Moment(database);
        parameters.Add("ChunkId", chunkId);
        return connection.ExecuteScalarAsync<bool>(GiveWay.Sql, parameters, transaction);
    }

    // The fence: it moves the cursor only for the attempt in force, from where that attempt believes it stands, in the
    // epoch its process started with. Every other statement of the commit stands behind it.
    Task<Fence?> PassFenceAsync(
        DbConnection connection, DbTransaction transaction, ChunkCommit commit, bool release, TimeSpan lease) =>
        connection.QuerySingleOrDefaultAsync<Fence>(
            """
            UPDATE chunks
            SET next_line = CASE WHEN @ToLine < end_line THEN @ToLine ELSE end_line END,
                effort_done = CASE WHEN @ToLine >= end_line OR effort_done + @EffortDone > effort THEN effort
                                   ELSE effort_done + @EffortDone END,
                state = CASE WHEN @ToLine >= end_line THEN 'completed' WHEN @Release = 1 THEN 'ready' ELSE state END,
                runner_id = CASE WHEN @ToLine >= end_line OR @Release = 1 THEN NULL ELSE runner_id END,
                ended_at = CASE WHEN @ToLine >= end_line THEN @Now END,
                crashes = CASE WHEN @ToLine > next_line AND @SuspectLine IS NULL THEN 0 ELSE crashes END,
                failures = CASE WHEN @ToLine > next_line THEN 0 ELSE failures END,
                suspect_deaths = CASE WHEN suspect_line = @SuspectLine THEN suspect_deaths ELSE 0 END,
                suspect_line = @SuspectLine,
                lease_until = @LeaseUntil
            WHERE id = @ChunkId AND state = 'running' AND runner_id = @RunnerId AND attempt = @Attempt
              AND next_line = @FromLine AND (SELECT epoch FROM ledger) = @Epoch
            RETURNING end_line, state, (SELECT paused FROM batches WHERE id = batch_id) AS paused
            """,
            new
            {
                commit.Lease.ChunkId,
                commit.Lease.RunnerId,
                commit.Lease.Attempt,
                commit.FromLine,
                commit.ToLine,
                commit.EffortDone,
                commit.SuspectLine,
                Release = release ? 1 : 0,
                LeaseUntil = database.Now + lease,
                Epoch = epoch,
                database.Now,
            },
            transaction);

    // A commit that was answered with a disk error may have happened all the same. Then the cursor of this very attempt
    // already stands where the commit would have moved it, and its rows are there.
    async Task<CommitOutcome> RecognizeAsync(
        DbConnection connection, DbTransaction transaction, ChunkCommit commit)
    {
        if (commit.ToLine <= commit.FromLine) return CommitOutcome.Lost;

        var fence = await connection.QuerySingleOrDefaultAsync<Fence>(
            """
            SELECT end_line, state, (SELECT paused FROM batches WHERE id = batch_id) AS paused FROM chunks
            WHERE id = @ChunkId AND attempt = @Attempt AND state IN ('running', 'completed', 'ready')
              AND next_line = CASE WHEN @ToLine < end_line THEN @ToLine ELSE end_line END
              AND next_line > @FromLine AND (SELECT epoch FROM ledger) = @Epoch
            """,
            new { commit.Lease.ChunkId, commit.Lease.Attempt, commit.ToLine, commit.FromLine, Epoch = epoch },
            transaction);
        return fence?.ToOutcome() ?? CommitOutcome.Lost;
    }

    async Task SetAsideAsync(
        DbConnection connection, DbTransaction transaction, ChunkLease lease, List<SetAside> aside)
    {
        foreach (var (line, effort) in aside)
        {
            await ChunkStore.InsertAsync(connection, transaction, new(
                lease.BatchId, lease.PayloadId, line, line + 1, 1, effort, database.Now)
            {
                BudgetSeconds = lease.BudgetSeconds,
            });
        }

        await connection.ExecuteAsync(
            """
            UPDATE batches SET open_chunks = open_chunks + @Count WHERE id = @BatchId;
            UPDATE chunks
            SET numbers = numbers - @Count, effort = effort - @Predicted,
                effort_done = CASE WHEN effort_done > @Predicted THEN effort_done - @Predicted ELSE 0 END
            WHERE id = @ChunkId
            """,
            new { aside.Count, Predicted = aside.Sum(s => s.Predicted), lease.BatchId, lease.ChunkId }, transaction);
    }

    sealed record Fence
    {
        public long EndLine { get; init; }
        public required string State { get; init; }
        public bool Paused { get; init; }

        internal CommitOutcome ToOutcome() =>
            new(true, EndLine, State == ChunkState.Completed, Paused) { Released = State == ChunkState.Ready };
    }
}

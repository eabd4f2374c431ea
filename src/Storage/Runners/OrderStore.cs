using Dapper;

namespace BatchRunner.Storage;

/// <summary>What the ledger asks of a runner just now: read often, so that steering takes effect within a second.</summary>
public sealed class OrderStore(LedgerDatabase database, long epoch)
{
    /// <returns>Null for a runner that was given up or that nobody knows: nothing is granted to it.</returns>
    public Task<RunnerOrders?> ReadAsync(long runnerId, CancellationToken token) =>
        database.ReadAsync(async connection =>
        {
            var parameters = ChunkClaim.Moment(database);
            parameters.AddDynamicParams(new { Id = runnerId, Epoch = epoch });
            var workers = await connection.QuerySingleOrDefaultAsync<RunnerWorkers>(
                """
                SELECT r.workers,
                       CASE WHEN r.isolated = 0 THEN coalesce(r.wanted_workers, p.wanted_workers) END AS wanted_workers
                FROM runners r LEFT JOIN runners p ON p.id = r.parent_id
                WHERE r.id = @Id AND r.state = 'alive'
                """,
                parameters);
            if (workers is null) return null;

            var chunks = await connection.QueryAsync<ChunkOrder>(
                $"""
                 SELECT m.id AS chunk_id, m.attempt, own.paused, {GiveWay.IsOutranked} AS outranked
                 FROM chunks m JOIN batches own ON own.id = m.batch_id
                 WHERE m.runner_id = @Id AND (SELECT epoch FROM ledger) = @Epoch
                 ORDER BY m.id
                 """,
                parameters);
            return new RunnerOrders([.. chunks], workers.Workers, workers.WantedWorkers);
        }, token);

    sealed record RunnerWorkers
    {
        public int Workers { get; init; }
        public int? WantedWorkers { get; init; }
    }
}

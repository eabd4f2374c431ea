using Dapper;

namespace BatchRunner.Storage;

/// <summary>
/// The ledger's epoch. Whoever began in another one claims and commits nothing: a runner of the time before a restore
/// holds leases that this ledger knows nothing of, or has given to somebody else.
/// </summary>
public sealed class EpochStore(LedgerDatabase database)
{
    /// <summary>
    /// Begins a new epoch: what anybody held is free, running chunks are ready again without blame, and nobody counts
    /// as alive; a ledger that was closed is open again. A random number and not the next one: two restores of one backup
    /// must not meet in the same epoch.
    /// </summary>
    /// <param name="reason">Stands in the rows of the runners that it ends.</param>
    public Task<NewEpoch> BeginAsync(string reason, CancellationToken token) =>
        database.WriteAsync(Durability.PowerCut, async (connection, transaction) =>
        {
            var parameters = new { Epoch = Random.Shared.NextInt64(1, long.MaxValue), Reason = reason, database.Now };
            await connection.ExecuteAsync("UPDATE ledger SET epoch = @Epoch, closed = NULL", parameters, transaction);
            var runners = await connection.ExecuteAsync(
                "UPDATE runners SET state = 'dead', ended_at = @Now, end_reason = @Reason WHERE state = 'alive'",
                parameters, transaction);
            var chunks = await connection.ExecuteAsync(
                """
                UPDATE chunks
                SET state = 'ready', runner_id = NULL, worker = NULL,
                    suspect_deaths = CASE WHEN suspect_line IS NULL THEN 0 ELSE suspect_deaths END
                WHERE state = 'running'
                """,
                parameters, transaction);
            await connection.ExecuteAsync(
                """
                UPDATE batches SET loader_id = NULL, exporter_id = NULL
                WHERE loader_id IS NOT NULL OR exporter_id IS NOT NULL
                """,
                parameters, transaction);
            return new NewEpoch(parameters.Epoch, chunks, runners);
        }, token);
}

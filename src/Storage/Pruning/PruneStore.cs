using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>
/// Takes finished batches out of the ledger, a few rows a transaction, so that no commit waits long for it. The batch's
/// own row goes last: a pruning that was killed is found by it and goes on.
/// </summary>
public sealed class PruneStore(LedgerDatabase database)
{
    /// <summary>A payload is up to 1 MiB; a row of any other table some hundred bytes.</summary>
    const int RowsAPayload = 1_000;

    // The order the foreign keys ask for.
    static readonly string[] Parts =
    [
        """
        DELETE FROM results WHERE batch_id = @Id AND line < coalesce(
            (SELECT line FROM results WHERE batch_id = @Id ORDER BY line LIMIT 1 OFFSET @Rows), 9223372036854775807)
        """,
        """
        DELETE FROM rejects WHERE batch_id = @Id AND line < coalesce(
            (SELECT line FROM rejects WHERE batch_id = @Id ORDER BY line LIMIT 1 OFFSET @Rows), 9223372036854775807)
        """,
        "DELETE FROM chunks WHERE id IN (SELECT id FROM chunks WHERE batch_id = @Id ORDER BY id LIMIT @Rows)",
        """
        DELETE FROM chunk_numbers WHERE id IN (
            SELECT id FROM chunk_numbers WHERE batch_id = @Id ORDER BY first_line LIMIT @Payloads)
        """,
        "DELETE FROM history WHERE id IN (SELECT id FROM history WHERE batch_id = @Id ORDER BY id LIMIT @Rows)",
        "DELETE FROM batches WHERE id = @Id",
    ];

    /// <summary>
    /// Batches that ended before a moment and whose files are settled, oldest first, and those whose pruning has begun.
    /// </summary>
    public Task<IReadOnlyList<PrunableBatch>> EndedBeforeAsync(DateTimeOffset moment, CancellationToken token) =>
        ListAsync("pruned_at IS NOT NULL OR finished_at < @Moment", new { Moment = moment }, token);

    /// <summary>The batch, if its rows may go; null while it is worked on or its file is on its way.</summary>
    public async Task<PrunableBatch?> FindAsync(long batchId, CancellationToken token) =>
        (await ListAsync("id = @Id", new { Id = batchId }, token)).SingleOrDefault();

    /// <summary>
    /// From now on the batch counts as cancelled, which nobody can open again and whose bytes may be dropped anew.
    /// False when it may not be pruned.
    /// </summary>
    public Task<bool> BeginAsync(long batchId, CancellationToken token) =>
        database.WriteAsync(Durability.Process, async (connection, transaction) =>
            await connection.ExecuteAsync(
                $"""
                 UPDATE batches SET state = 'cancelled', error = 'it is being pruned', pruned_at = coalesce(pruned_at, @Now)
                 WHERE id = @Id AND {IsSettled}
                 """,
                new { Id = batchId, database.Now }, transaction) > 0, token);

    /// <summary>Removes some rows of a batch whose pruning has begun, in one transaction.</summary>
    /// <returns>How many; 0 when nothing of the batch is left.</returns>
    public Task<int> RemoveAsync(long batchId, int rows, CancellationToken token) =>
        database.WriteAsync(Durability.Process, async (connection, transaction) =>
        {
            var begun = await connection.ExecuteScalarAsync<bool>(
                "SELECT count(*) FROM batches WHERE id = @Id AND pruned_at IS NOT NULL", new { Id = batchId }, transaction);
            return begun ? await RemoveAsync(connection, transaction, batchId, rows) : 0;
        }, token);

    static async Task<int> RemoveAsync(DbConnection connection, DbTransaction transaction, long batchId, int rows)
    {
        var parameters = new { Id = batchId, Rows = rows, Payloads = Math.Max(1, rows / RowsAPayload) };
        foreach (var part in Parts)
        {
            if (await connection.ExecuteAsync(part, parameters, transaction) is > 0 and var removed) return removed;
        }
        return 0;
    }

    /// <summary>Gives the space of removed rows back to the system; nobody can write meanwhile.</summary>
    /// <exception cref="LedgerException">The ledger is busy, or the disk has no room for a second copy of it.</exception>
    public Task CompactAsync(CancellationToken token) => database.CompactAsync(token);

    const string IsSettled =
        "moved_at IS NOT NULL AND state IN ('completed', 'completed_with_failures', 'cancelled')";

    Task<IReadOnlyList<PrunableBatch>> ListAsync(string condition, object parameters, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<PrunableBatch>>(async connection =>
            [
                .. (await connection.QueryAsync<BatchRow>(
                    $"""
                     SELECT id, claim_key, name, host, state, numbers, rejects, finished_at, pruned_at FROM batches
                     WHERE ({condition}) AND {IsSettled} ORDER BY id
                     """,
                    parameters)).Select(b => new PrunableBatch(
                        b.Id, b.Name, b.State, b.Numbers, b.Rejects, b.FinishedAt!.Value, b.PrunedAt)),
            ], token);
}

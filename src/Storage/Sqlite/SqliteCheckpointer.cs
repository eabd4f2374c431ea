using Dapper;

namespace BatchRunner.Storage.Sqlite;

/// <summary>
/// Carries the WAL back into the ledger file. Of all processes only the elected one does it: two checkpoints racing a
/// commit are what SQLite's WAL-reset fault needs. The office is a row with a beat; a holder whose beat has not moved
/// for a lease is replaced, and learns of it before its next checkpoint.
/// </summary>
public sealed class SqliteCheckpointer(SqliteDatabase database, long runnerId, TimeSpan lease)
{
    /// <summary>A WAL shorter than this waits for more, so that quiet times cost nothing.</summary>
    const long LeastWalBytes = 4L << 20;

    Office _seen = new(null, -1);
    long _seenAt = database.Time.GetTimestamp();

    /// <summary>One turn, to be taken about every second. True when this process holds the office.</summary>
    /// <exception cref="LedgerException">The ledger is busy, full or gone: try again at the next turn.</exception>
    public async Task<bool> TurnAsync(CancellationToken token)
    {
        var office = await database.ReadAsync(connection => connection.QuerySingleAsync<Office>(
            "SELECT checkpointer_id AS HolderId, checkpoint_beat AS Beat FROM ledger"), token);
        if (office != _seen)
        {
            _seen = office;
            _seenAt = database.Time.GetTimestamp();
        }
        var hangs = database.Time.GetElapsedTime(_seenAt) > lease;
        if (office.HolderId != runnerId && office.HolderId is not null && !hangs) return false;

        if (!await BeatAsync(office, token)) return false;

        await CheckpointAsync(token);
        return true;
    }

    /// <summary>Gives the office up, so that the next holder need not wait for a lease to run out.</summary>
    public Task LeaveAsync(CancellationToken token) =>
        database.WriteAsync(Durability.Process, (connection, transaction) => connection.ExecuteAsync(
            "UPDATE ledger SET checkpointer_id = NULL WHERE checkpointer_id = @Id", new { Id = runnerId }, transaction), token);

    Task<bool> BeatAsync(Office office, CancellationToken token) =>
        database.WriteAsync(Durability.Process, async (connection, transaction) =>
            await connection.ExecuteAsync(
                """
                UPDATE ledger SET checkpointer_id = @Id, checkpoint_beat = checkpoint_beat + 1
                WHERE checkpoint_beat = @Beat AND checkpointer_id IS @HolderId
                """,
                new { Id = runnerId, office.Beat, office.HolderId }, transaction) > 0, token);

    async Task CheckpointAsync(CancellationToken token)
    {
        var wal = new FileInfo(database.Name + "-wal");
        if (!wal.Exists || wal.Length < LeastWalBytes) return;

        // PASSIVE first moves most of the pages without a lock; TRUNCATE then has little left to do while it holds one.
        await database.ReadAsync(async connection =>
        {
            await connection.ExecuteAsync("PRAGMA wal_checkpoint(PASSIVE)");
            return await connection.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        }, token);
    }

    sealed record Office(long? HolderId, long Beat);
}

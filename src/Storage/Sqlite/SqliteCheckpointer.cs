using Dapper;

namespace BatchRunner.Storage.Sqlite;

/// <summary>
/// Carries the WAL back into the ledger file. Of all processes only the elected one does it: no commit pays for one, and
/// two checkpoints racing a commit are what the WAL-reset fault of SQLite before 3.51.3 needs. The office is a row with
/// a beat; a holder whose beat has not moved for a lease is replaced, and learns of it before its next checkpoint.
/// </summary>
public sealed class SqliteCheckpointer(SqliteDatabase database, long runnerId, TimeSpan lease)
{
    /// <summary>A WAL shorter than this waits for more, so that quiet times cost nothing.</summary>
    const long LeastWalBytes = 4L << 20;

    /// <summary>
    /// While a checkpoint waits for readers nobody can commit: it gives up after this, and stays away for
    /// <see cref="ReaderPause"/> when somebody keeps a read open (a person with a sqlite3 shell, say).
    /// </summary>
    const int ReaderMillis = 1_000;

    static readonly TimeSpan ReaderPause = TimeSpan.FromSeconds(10);

    Office _seen = new(null, -1);
    long _seenAt = database.Time.GetTimestamp();
    long? _beatAt;
    long? _blockedAt;

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

        var due = IsDue();
        if (!due && office.HolderId == runnerId && _beatAt is { } at && database.Time.GetElapsedTime(at) < lease / 4)
            return true;

        if (!await BeatAsync(office, token)) return false;

        _beatAt = database.Time.GetTimestamp();
        if (due) await CheckpointAsync(token);
        return true;
    }

    /// <summary>Gives the office up, so that the next holder need not wait for a lease to run out.</summary>
    public Task LeaveAsync(CancellationToken token) =>
        database.WriteAsync(Durability.Process, (connection, transaction) => connection.ExecuteAsync(
            "UPDATE ledger SET checkpointer_id = NULL WHERE checkpointer_id = @Id",
            new { Id = runnerId }, transaction), token);

    Task<bool> BeatAsync(Office office, CancellationToken token) =>
        database.WriteAsync(Durability.Process, async (connection, transaction) =>
            await connection.ExecuteAsync(
                """
                UPDATE ledger SET checkpointer_id = @Id, checkpoint_beat = checkpoint_beat + 1
                WHERE checkpoint_beat = @Beat AND checkpointer_id IS @HolderId
                """,
                new { Id = runnerId, office.Beat, office.HolderId }, transaction) > 0, token);

    bool IsDue()
    {
        if (_blockedAt is { } at && database.Time.GetElapsedTime(at) < ReaderPause) return false;

        var wal = new FileInfo(database.Name + "-wal");
        return wal.Exists && wal.Length >= LeastWalBytes;
    }

    // TRUNCATE alone and never behind a PASSIVE one: the fault needs a checkpoint that follows a complete one while a
    // commit resets the WAL. This one holds the write lock before it looks, so no commit can.
    async Task CheckpointAsync(CancellationToken token)
    {
        var blocked = await database.ReadAsync(async connection =>
        {
            await connection.ExecuteAsync($"PRAGMA busy_timeout = {ReaderMillis}");
            return await connection.ExecuteScalarAsync<bool>("PRAGMA wal_checkpoint(TRUNCATE)");
        }, token);
        _blockedAt = blocked ? database.Time.GetTimestamp() : null;
    }

    sealed record Office(long? HolderId, long Beat);
}

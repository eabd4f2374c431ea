using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace BatchRunner.Storage.Sqlite;

/// <summary>
/// A copy of a SQLite file as it was at one moment, taken while others write to it, by SQLite's online backup
/// (https://sqlite.org/backup.html). The source's snapshot is held from beginning to end: without it every commit of
/// another process would make the copy begin again.
/// </summary>
static class SqliteCopy
{
    /// <summary>8 MiB: often enough to be interrupted.</summary>
    const int PagesAtOnce = 1_024;

    static readonly string[] Companions = ["", "-wal", "-shm", "-journal"];

    /// <param name="from">A ledger, in use or not.</param>
    /// <param name="to">Must not exist. It is not safe on disk yet; one file, with no log beside it.</param>
    /// <exception cref="LedgerException">One of the two cannot be used; what there is of the copy is to be removed.</exception>
    internal static void Make(string from, string to, CancellationToken token)
    {
        try
        {
            using var source = Open(from, File.Exists(from + "-wal") ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly);
            using var target = Open(to, SqliteOpenMode.ReadWriteCreate);
            // Nobody reads the copy before it is complete, so it needs no journal of its own.
            Execute(target, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
            using var snapshot = source.BeginTransaction(deferred: true);
            Execute(source, "SELECT count(*) FROM sqlite_schema");
            Copy(source, target, to, token);
            // Out of WAL mode: a backup is one file, readable from a medium that cannot be written.
            Execute(target, "PRAGMA journal_mode = DELETE");
        }
        catch (SqliteException e)
        {
            throw Explain(e, from);
        }
    }

    static void Copy(SqliteConnection source, SqliteConnection target, string to, CancellationToken token)
    {
        using var backup = sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        if (backup.IsInvalid) SqliteException.ThrowExceptionForRC(sqlite3_errcode(target.Handle), target.Handle);
        int rc;
        do
        {
            token.ThrowIfCancellationRequested();
            rc = sqlite3_backup_step(backup, PagesAtOnce);
        }
        while (rc == SQLITE_OK);
        if (rc == SQLITE_DONE) rc = sqlite3_backup_finish(backup);
        if ((rc & 0xFF) is SQLITE_FULL or SQLITE_IOERR) throw NoSpace(to);
        SqliteException.ThrowExceptionForRC(rc, target.Handle);
    }

    internal static LedgerException NoSpace(string to) => new(LedgerTrouble.DiskFull,
        $"{to} could not be written to its end: the disk is full or failed. What stood there before is untouched. "
        + "Free some space or name a file on another disk, then start again.");

    internal static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        // Without its own limit the driver would wait for half a minute, whatever SQLite's is.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = SqliteDatabase.BusyMillis / 1_000,
        }.ToString());
        connection.Open();
        Execute(connection, $"PRAGMA busy_timeout = {SqliteDatabase.BusyMillis}; PRAGMA wal_autocheckpoint = 0");
        return connection;
    }

    internal static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    internal static LedgerException Explain(SqliteException e, string path) =>
        SqliteErrors.Explain(e, path) ?? new(LedgerTrouble.Unreachable, $"{path}: {e.Message}", e);

    /// <summary>The file goes, and what SQLite keeps beside it.</summary>
    internal static void Delete(string path)
    {
        foreach (var companion in Companions) File.Delete(path + companion);
    }

    /// <summary>Renames a file that nobody has open, and what SQLite keeps beside it.</summary>
    internal static void Rename(string from, string to)
    {
        foreach (var companion in Companions)
        {
            if (File.Exists(from + companion)) File.Move(from + companion, to + companion);
        }
    }

    /// <summary>Makes a complete copy safe on disk.</summary>
    internal static void Flush(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }
}

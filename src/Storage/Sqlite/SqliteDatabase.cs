using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BatchRunner.Storage.Sqlite;

/// <summary>
/// The ledger in one SQLite file in WAL mode, shared by the processes of one machine. Every connection switches the
/// automatic checkpoint off: the bundled SQLite has a rare fault when two checkpoints race a commit, so one elected
/// process checkpoints (<see cref="SqliteCheckpointer"/>).
/// </summary>
public sealed class SqliteDatabase(string path, TimeProvider time) : LedgerDatabase
{
    /// <summary>How long a writer waits for the lock inside SQLite before the caller hears "busy".</summary>
    public const int BusyMillis = 5_000;

    /// <summary>The WAL file is cut back to this after a checkpoint.</summary>
    const long JournalSizeLimit = 64L << 20;

    static SqliteDatabase()
    {
        UtcMoments.Register();
        // A connection serves one thread at a time, so it needs no mutex of its own, which SQLite would lock ten times a
        // row. Whoever has opened a file before keeps the mutexes: the library can no longer be configured then.
        SQLitePCL.Batteries_V2.Init();
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
    }

    readonly string _existing = ConnectionString(path, SqliteOpenMode.ReadWrite);

    static string ConnectionString(string path, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        // The driver asks again by itself until this is over, on top of SQLite's own waiting: no second round.
        DefaultTimeout = BusyMillis / 1_000,
    }.ToString();

    public override TimeProvider Time => time;

    public override string Name => path;

    // A ledger that has disappeared is not quietly replaced by an empty one.
    internal override Task<DbConnection> OpenAsync(Durability durability, CancellationToken token) =>
        OpenAsync(_existing, durability, token);

    /// <summary>Opens the file and creates it when there is none.</summary>
    internal Task<DbConnection> CreateAsync(CancellationToken token) =>
        OpenAsync(ConnectionString(path, SqliteOpenMode.ReadWriteCreate), Durability.PowerCut, token);

    async Task<DbConnection> OpenAsync(string connectionString, Durability durability, CancellationToken token)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(token);
            await connection.ExecuteAsync(
                $"""
                 PRAGMA busy_timeout = {BusyMillis};
                 PRAGMA wal_autocheckpoint = 0;
                 PRAGMA journal_size_limit = {JournalSizeLimit};
                 PRAGMA foreign_keys = ON;
                 PRAGMA synchronous = {(durability == Durability.PowerCut ? "FULL" : "NORMAL")};
                 """);
            return connection;
        }
        catch (SqliteException e)
        {
            await connection.DisposeAsync();
            throw Explain(e) ?? (Exception)e;
        }
    }

    // Serializable is BEGIN IMMEDIATE: a transaction that reads first and then writes would fail with "busy" at once.
    internal override async Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken token) =>
        await connection.BeginTransactionAsync(IsolationLevel.Serializable, token);

    internal override string TextOf(string utf8) => $"CAST({utf8} AS TEXT)";

    internal override string Utf8Of(string text) => $"CAST({text} AS BLOB)";

    internal override bool HasOneWriter => true;

    internal override Task<ChunkLease?> ClaimAsync(ClaimRequest request, CancellationToken token) =>
        WriteAsync(
            Durability.Process, (connection, transaction) => ChunkClaim.TakeAsync(this, connection, transaction, request),
            token);

    internal override Task<ResultTally> InsertAsync(
        DbTransaction transaction, long batchId, ResultRows rows, long endLine, CancellationToken token) =>
        Task.FromResult(SqliteResultInsert.Insert((SqliteConnection)transaction.Connection!, batchId, rows, endLine));

    internal override Task ReadPageAsync(
        DbConnection connection, long batchId, long afterLine, int limit, ResultRows page, CancellationToken token)
    {
        SqliteResultPage.Read((SqliteConnection)connection, batchId, afterLine, limit, page);
        return Task.CompletedTask;
    }

    // Everything goes through the write-ahead log once more: only then the file itself can be cut.
    internal override Task CompactAsync(CancellationToken token) => ReadAsync(async connection =>
    {
        await connection.ExecuteAsync("VACUUM", commandTimeout: 0);
        return await connection.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
    }, token);

    /// <summary>Closes the connections that wait to be used again: the file is about to change its name.</summary>
    internal void LetGo()
    {
        foreach (var mode in (SqliteOpenMode[])[SqliteOpenMode.ReadWrite, SqliteOpenMode.ReadWriteCreate])
        {
            using var connection = new SqliteConnection(ConnectionString(path, mode));
            SqliteConnection.ClearPool(connection);
        }
    }

    internal override LedgerException? Explain(DbException exception) =>
        exception is SqliteException sqlite ? SqliteErrors.Explain(sqlite, path) : null;
}

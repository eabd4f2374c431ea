using BatchRunner.Storage;
using SQLitePCL;

namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>A stranger's connection that asks without waiting whether the ledger can be written, and may hold it.</summary>
sealed class LockProbe : IDisposable
{
    readonly sqlite3 _connection;

    public LockProbe(string dataFolder)
    {
        Batteries_V2.Init();
        Check(raw.sqlite3_open_v2(Ledger.SqliteFile(dataFolder), out _connection, raw.SQLITE_OPEN_READWRITE, null));
        raw.sqlite3_busy_timeout(_connection, 0);
        raw.sqlite3_exec(_connection, "PRAGMA wal_autocheckpoint = 0");
    }

    /// <summary>Takes the write lock unless somebody else has it.</summary>
    public bool TryTake() => raw.sqlite3_exec(_connection, "BEGIN IMMEDIATE") switch
    {
        raw.SQLITE_OK => true,
        raw.SQLITE_BUSY => false,
        var code => throw new InvalidOperationException($"SQLite answered {code}."),
    };

    public void Release() => Check(raw.sqlite3_exec(_connection, "ROLLBACK"));

    public bool IsTaken()
    {
        if (!TryTake()) return true;
        Release();
        return false;
    }

    public void Dispose() => _connection.Dispose();

    static void Check(int code) => Assert.Equal(raw.SQLITE_OK, code);
}

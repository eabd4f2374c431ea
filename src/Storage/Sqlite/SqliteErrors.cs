using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace BatchRunner.Storage.Sqlite;

/// <summary>SQLite's result codes in words that name the file and the remedy.</summary>
static class SqliteErrors
{
    internal static LedgerException? Explain(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL => new(LedgerTrouble.Busy,
            $"The ledger {path} is busy: another process holds its write lock. Try again in a moment.", e),
        SQLITE_FULL => new(LedgerTrouble.DiskFull,
            $"No space is left for the ledger {path}. Free some space: work goes on by itself.", e),
        SQLITE_READONLY => new(LedgerTrouble.ReadOnly,
            $"The ledger {path} cannot be written. Check the permissions of the file and its folder " +
            "and whether the file system is mounted read-only.", e),
        SQLITE_CANTOPEN => new(LedgerTrouble.Unreachable,
            $"The ledger {path} cannot be opened. Check that its folder exists, may be written and has space left.", e),
        SQLITE_IOERR => new(LedgerTrouble.Unreachable,
            $"The disk reported an error for the ledger {path} (code {e.SqliteExtendedErrorCode}). " +
            "Check the disk and its free space.", e),
        SQLITE_CORRUPT or SQLITE_NOTADB => new(LedgerTrouble.Corrupt,
            $"The ledger {path} is damaged or is no SQLite file. " +
            "Nothing more is written to it: keep a copy, then bring a backup back.", e),
        _ => null,
    };
}

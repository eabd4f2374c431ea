using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace BatchRunner.Storage.Sqlite;

/// <summary>The hot read: rows by key into <see cref="ResultRows"/> without a string or an object a row.</summary>
static class SqliteResultPage
{
    const string Sql =
        """
        SELECT line, number, factors, status, cofactor, method, micros FROM results
        WHERE batch_id = ?1 AND line > ?2 ORDER BY line LIMIT ?3
        """;

    internal static void Read(SqliteConnection connection, long batchId, long afterLine, int limit, ResultRows page)
    {
        var db = connection.Handle!;
        SqliteException.ThrowExceptionForRC(sqlite3_prepare_v2(db, Sql, out var statement), db);
        using var prepared = statement;
        sqlite3_bind_int64(statement, 1, batchId);
        sqlite3_bind_int64(statement, 2, afterLine);
        sqlite3_bind_int(statement, 3, limit);
        var rc = ReadRows(statement.DangerousGetHandle(), page);
        SqliteException.ThrowExceptionForRC(rc == SQLITE_DONE ? SQLITE_OK : rc, db);
    }

    /// <returns>SQLITE_DONE, or what went wrong.</returns>
    static int ReadRows(nint row, ResultRows page)
    {
        byte[] method = [];
        int rc;
        while ((rc = SqliteNative.Step(row)) == SQLITE_ROW)
        {
            var name = SqliteNative.ColumnText(row, 5);
            if (!name.SequenceEqual(method)) method = MethodNames.Intern(name);
            page.Add(
                SqliteNative.ColumnInt64(row, 0),
                SqliteNative.ColumnText(row, 1),
                SqliteNative.ColumnText(row, 2),
                ResultStatusNames.Parse(SqliteNative.ColumnText(row, 3)),
                SqliteNative.ColumnText(row, 4),
                method,
                SqliteNative.ColumnInt64(row, 6));
        }
        return rc;
    }
}

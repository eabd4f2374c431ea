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
        using (statement)
        {
            sqlite3_bind_int64(statement, 1, batchId);
            sqlite3_bind_int64(statement, 2, afterLine);
            sqlite3_bind_int(statement, 3, limit);
            byte[] method = [];
            int rc;
            while ((rc = sqlite3_step(statement)) == SQLITE_ROW)
            {
                var name = sqlite3_column_blob(statement, 5);
                if (!name.SequenceEqual(method)) method = MethodNames.Intern(name);
                page.Add(
                    sqlite3_column_int64(statement, 0),
                    sqlite3_column_blob(statement, 1),
                    sqlite3_column_blob(statement, 2),
                    ResultStatusNames.Parse(sqlite3_column_blob(statement, 3)),
                    sqlite3_column_blob(statement, 4),
                    method,
                    sqlite3_column_int64(statement, 6));
            }
            SqliteException.ThrowExceptionForRC(rc == SQLITE_DONE ? SQLITE_OK : rc, db);
        }
    }
}

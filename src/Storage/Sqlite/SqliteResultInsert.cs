using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace BatchRunner.Storage.Sqlite;

/// <summary>
/// The hot insert. It binds UTF-8 straight from <see cref="ResultRows"/> to one prepared statement: no string, no
/// parameter object and no managed exception check a row, which is where half of the time went otherwise.
/// </summary>
static class SqliteResultInsert
{
    const string Sql =
        """
        INSERT INTO results (batch_id, line, number, factors, status, cofactor, method, micros)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """;

    internal static readonly byte[][] StatusNames = ["factored"u8.ToArray(), "unfactored"u8.ToArray(), "quarantined"u8.ToArray()];

    internal static ResultTally Insert(SqliteConnection connection, long batchId, ResultRows rows, long endLine)
    {
        var db = connection.Handle!;
        Check(db, sqlite3_prepare_v2(db, Sql, out var statement));
        using (statement)
        {
            sqlite3_bind_int64(statement, 1, batchId);
            long done = 0, unfactored = 0, quarantined = 0, micros = 0;
            foreach (ref readonly var row in rows.All)
            {
                // A split moved the chunk's end down: the rest belongs to somebody else now.
                if (row.Line >= endLine) break;

                sqlite3_bind_int64(statement, 2, row.Line);
                sqlite3_bind_text(statement, 3, rows.Number(row));
                sqlite3_bind_text(statement, 4, rows.Factors(row));
                sqlite3_bind_text(statement, 5, StatusNames[(int)row.Status]);
                if (row.CofactorLength == 0) sqlite3_bind_null(statement, 6);
                else sqlite3_bind_text(statement, 6, rows.Cofactor(row));
                sqlite3_bind_text(statement, 7, row.Method);
                sqlite3_bind_int64(statement, 8, row.Micros);
                var rc = sqlite3_step(statement);
                sqlite3_reset(statement);
                Check(db, rc);

                done++;
                micros += row.Micros;
                if (row.Status == ResultStatus.Unfactored) unfactored++;
                if (row.Status == ResultStatus.Quarantined) quarantined++;
            }
            return new(done, unfactored, quarantined, micros);
        }
    }

    static void Check(sqlite3 db, int rc) => SqliteException.ThrowExceptionForRC(rc is SQLITE_DONE ? SQLITE_OK : rc, db);
}

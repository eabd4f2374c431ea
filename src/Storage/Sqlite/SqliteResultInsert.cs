using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace BatchRunner.Storage.Sqlite;

/// <summary>
/// The hot insert. One prepared statement reads number and factors where they stand in <see cref="ResultRows"/>, and
/// what rarely changes from row to row is bound only when it does: no string, no copy and no object a row.
/// </summary>
static class SqliteResultInsert
{
    const string Sql =
        """
        INSERT INTO results (batch_id, line, number, factors, status, cofactor, method, micros)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """;

    internal static unsafe ResultTally Insert(SqliteConnection connection, long batchId, ResultRows rows, long endLine)
    {
        var db = connection.Handle!;
        SqliteException.ThrowExceptionForRC(sqlite3_prepare_v2(db, Sql, out var statement), db);
        using var prepared = statement;
        fixed (byte* text = rows.Text)
        {
            var tally = new ResultTally();
            var row = new BoundRow(statement);
            sqlite3_bind_int64(statement, 1, batchId);
            foreach (ref readonly var next in rows.All)
            {
                // A split moved the chunk's end down: the rest belongs to somebody else now.
                if (next.Line >= endLine) break;

                SqliteException.ThrowExceptionForRC(row.Insert(next, text + next.Start), db);
                tally = tally.With(next.Status, next.Micros);
            }
            return tally;
        }
    }

    /// <summary>The statement, and what it still holds of the row before.</summary>
    ref struct BoundRow(sqlite3_stmt statement)
    {
        readonly nint _statement = statement.DangerousGetHandle();
        byte[]? _method;
        byte[]? _status;
        bool _hasCofactor;

        internal unsafe int Insert(in ResultRows.Row row, byte* number)
        {
            var factors = number + row.NumberLength;
            var trouble =
                SqliteNative.BindInt64(_statement, 2, row.Line) |
                SqliteNative.BindText(_statement, 3, number, row.NumberLength, SqliteNative.Stays) |
                SqliteNative.BindText(_statement, 4, factors, row.FactorsLength, SqliteNative.Stays) |
                BindName(5, ResultStatusNames.Utf8[(int)row.Status], ref _status) |
                BindCofactor(factors + row.FactorsLength, row.CofactorLength) |
                BindName(7, row.Method, ref _method) |
                SqliteNative.BindInt64(_statement, 8, row.Micros);
            if (trouble != SQLITE_OK) return trouble;

            var step = SqliteNative.Step(_statement);
            var reset = SqliteNative.Reset(_statement);
            return step == SQLITE_DONE ? reset : step;
        }

        readonly unsafe int BindName(int index, byte[] name, ref byte[]? held)
        {
            if (ReferenceEquals(name, held)) return SQLITE_OK;

            held = name;
            fixed (byte* text = name)
                return SqliteNative.BindText(_statement, index, text, name.Length, SqliteNative.Copied);
        }

        unsafe int BindCofactor(byte* text, int length)
        {
            if (length == 0 && !_hasCofactor) return SQLITE_OK;

            _hasCofactor = length > 0;
            return _hasCofactor
                ? SqliteNative.BindText(_statement, 6, text, length, SqliteNative.Stays)
                : sqlite3_bind_null(statement, 6);
        }
    }
}

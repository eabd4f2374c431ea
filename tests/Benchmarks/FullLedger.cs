using BatchRunner.Storage;
using Microsoft.Data.Sqlite;

namespace BatchRunner.Benchmarks;

/// <summary>
/// A ledger full of finished batches, written in bulk: half of the results belong to the first batch, every
/// fifty-thousandth of its numbers is unfactored, and one in ten thousand was slow.
/// </summary>
static class FullLedger
{
    const int LinesOfChunk = 50_000;

    /// <summary>How many lines the first batch has among so many results.</summary>
    public static int LinesOfFirst(int results) => results / 2;

    public static async Task MakeAsync(string folder, int results, int batches)
    {
        await Ledger.OpenSqliteAsync(folder, TimeProvider.System, CancellationToken.None);
        await using var connection = new SqliteConnection($"Data Source={Ledger.SqliteFile(folder)}");
        await connection.OpenAsync();
        Execute(connection, "PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = OFF");
        var first = LinesOfFirst(results);
        var each = (results - first) / Math.Max(1, batches - 1);
        for (var batch = 1; batch <= batches; batch++)
        {
            await using var transaction = connection.BeginTransaction();
            Add(connection, batch, batch == 1 ? first : each);
            await transaction.CommitAsync();
        }
        Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        SqliteConnection.ClearAllPools();
    }

    static void Add(SqliteConnection connection, int batch, int lines)
    {
        var numbers = new string[] { "$batch", "$lines", "$chunk" };
        var values = new object[] { batch, lines, LinesOfChunk };
        Execute(connection, Batch, numbers, values);
        Execute(connection, Payloads, numbers, values);
        Execute(connection, Chunks, numbers, values);
        Execute(connection, Results, numbers, values);
        Execute(connection, Rejects, numbers, values);
    }

    const string Batch =
        """
        INSERT INTO batches
            (id, claim_key, name, host, bytes, sha256, state, lines, numbers, rejects, done, unfactored, effort, micros,
             open_chunks, created_at, started_at, finished_at, moved_at)
        VALUES ($batch, 'key-' || $batch, 'file-' || $batch || '.txt', 'bench', 20 * $lines, 'feed',
                'completed_with_failures', $lines + 20, $lines, 20, $lines, $lines / 50000, 10.0 * $lines, 10 * $lines,
                0, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour'),
                strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-30 minutes'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
        """;

    const string Lines =
        "WITH RECURSIVE line (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM line WHERE n < $lines) ";

    const string Payloads =
        Lines +
        """
        INSERT INTO chunk_numbers (batch_id, first_line, end_line, numbers)
        SELECT $batch, min(n), max(n) + 1, group_concat(1000000000000000000 + n * 7919, char(10)) || char(10)
        FROM line GROUP BY (n - 1) / $chunk
        """;

    const string Chunks =
        """
        INSERT INTO chunks
            (batch_id, payload_id, state, attempt, first_line, next_line, end_line, numbers, effort, done, micros,
             created_at, started_at, ended_at)
        SELECT batch_id, id, 'completed', 1, first_line, end_line, end_line, end_line - first_line, 1e6,
               end_line - first_line, 1000000, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour'),
               strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-40 minutes'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-39 minutes')
        FROM chunk_numbers WHERE batch_id = $batch
        """;

    const string Results =
        Lines +
        """
        INSERT INTO results (batch_id, line, number, factors, status, cofactor, method, micros)
        SELECT $batch, n, 1000000000000000000 + n * 7919, '["3","' || (n * 31) || '","10000019"]',
               CASE WHEN n % 50000 = 0 THEN 'unfactored' ELSE 'factored' END, NULL,
               CASE WHEN n % 4 = 0 THEN 'rho' ELSE 'trial' END, CASE WHEN n % 10000 = 0 THEN n ELSE n % 100 END
        FROM line
        """;

    const string Rejects =
        """
        WITH RECURSIVE line (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM line WHERE n < 20)
        INSERT INTO rejects (batch_id, line, column_number, text, reason)
        SELECT $batch, $lines + n, 1, '=1+1', 'column 1: ''='' is not a decimal digit' FROM line
        """;

    static void Execute(SqliteConnection connection, string sql, string[]? names = null, object[]? values = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < (names?.Length ?? 0); i++)
            if (sql.Contains(names![i], StringComparison.Ordinal)) command.Parameters.AddWithValue(names[i], values![i]);
        command.ExecuteNonQuery();
    }
}

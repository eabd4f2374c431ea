using System.Diagnostics;
using System.Globalization;
using System.Text;
using BatchRunner.Runner.Bench;
using BatchRunner.Storage;
using BatchRunner.Storage.Tests.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>inserts postgres [ROWS]</c>: CPU a result row costs on PostgreSQL, ours and the server's: the ledger's commits, which
/// write by binary COPY, beside the same rows by one INSERT of arrays a commit into a table of the same shape.
/// </summary>
static class PostgresInsertBenchmark
{
    const int Repetitions = 3;

    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] args)
    {
        var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 300_000;
        var (copy, arrays) = await MeasureAsync(rows);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rows} rows of 64-bit numbers in commits of 3000, CPU us a row, server included, medians of {Repetitions}: "
            + $"ledger by COPY {copy:F2}, INSERT of arrays {arrays:F2}, ratio {copy / arrays:F2}"));
        return 0;
    }

    /// <summary>CPU microseconds a row, the server's included.</summary>
    public static async Task<(double Copy, double Arrays)> MeasureAsync(int rows)
    {
        var commits = InsertBenchmark.Fill(rows, 1, 3_000);
        var server = await PostgresServer.StartOwnAsync("fsync = on", "full_page_writes = on");
        try
        {
            List<double> copies = [], arrays = [];
            for (var i = 0; i < Repetitions; i++)
            {
                copies.Add(await MeasureAsync(server, database => CopyAsync(database, commits, rows)) / rows);
                arrays.Add(await MeasureAsync(server, database => ArraysAsync(database, commits)) / rows);
            }
            return (Median.Of(copies), Median.Of(arrays));
        }
        finally
        {
            await server.EndAsync();
        }
    }

    /// <param name="prepare">Makes the tables, which is not measured, and says what is.</param>
    static async Task<double> MeasureAsync(PostgresServer server, Func<string, Task<Func<Task>>> prepare)
    {
        var database = await server.CreateDatabaseAsync();
        var work = await prepare(database);
        using var me = Process.GetCurrentProcess();
        var (mine, its) = (me.TotalProcessorTime, ServerCpu.Seconds(server.ProcessId));
        await work();
        me.Refresh();
        var micros = (me.TotalProcessorTime - mine).TotalMicroseconds + (ServerCpu.Seconds(server.ProcessId) - its) * 1e6;
        await server.DropDatabaseAsync(database);
        return micros;
    }

    static async Task<Func<Task>> CopyAsync(string database, List<ResultRows> commits, int count)
    {
        var token = CancellationToken.None;
        var ledger = await Ledger.OpenPostgresAsync(database, Lease, TimeProvider.System, token);
        var runner = await ledger.Runners.RegisterAsync(
            new(RunnerRole.Work, null, "bench", 1, "now", "bench", "1", 1, false), token);
        await ledger.Batches.CreateAsync(
            new("key", "bench.txt", "bench", 1, 0, runner), InsertBenchmark.OneChunk(count), token);
        var lease = (await ledger.Chunks.ClaimAsync(runner, 0, false, Lease, token))!;
        return async () =>
        {
            var line = 1L;
            foreach (var rows in commits)
            {
                var commit = new ChunkCommit(lease, line, line + rows.Count, rows);
                var outcome = (await ledger.Commits.CommitAsync([commit], Lease, token))[0];
                if (!outcome.Accepted) throw new InvalidOperationException("A commit was refused.");
                line += rows.Count;
            }
        };
    }

    static async Task<Func<Task>> ArraysAsync(string database, List<ResultRows> commits)
    {
        await using var preparing = new NpgsqlConnection(database);
        await preparing.OpenAsync();
        await using (var table = new NpgsqlCommand(
            """
            CREATE TABLE results (
                batch_id BIGINT NOT NULL, line BIGINT NOT NULL, number TEXT NOT NULL, factors JSONB NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('factored', 'unfactored', 'quarantined')), cofactor TEXT,
                method TEXT NOT NULL, micros BIGINT NOT NULL, PRIMARY KEY (batch_id, line))
            """, preparing))
        {
            await table.ExecuteNonQueryAsync();
        }
        return async () =>
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync();
            foreach (var rows in commits) await InsertAsync(connection, rows);
        };
    }

    static async Task InsertAsync(NpgsqlConnection connection, ResultRows rows)
    {
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO results
            SELECT 1, line, number, factors::JSONB, 'factored', NULL, method, micros
            FROM unnest($1, $2, $3, $4, $5) AS r (line, number, factors, method, micros)
            """, connection);
        var all = Enumerable.Range(0, rows.Count);
        Add(insert, NpgsqlDbType.Bigint, all.Select(rows.Line).ToArray());
        Add(insert, NpgsqlDbType.Text, all.Select(i => Encoding.UTF8.GetString(rows.Number(i))).ToArray());
        Add(insert, NpgsqlDbType.Text, all.Select(i => Encoding.UTF8.GetString(rows.Factors(i))).ToArray());
        Add(insert, NpgsqlDbType.Text, all.Select(i => Encoding.UTF8.GetString(rows.Method(i))).ToArray());
        Add(insert, NpgsqlDbType.Bigint, all.Select(rows.Micros).ToArray());
        await insert.ExecuteNonQueryAsync();
    }

    static void Add(NpgsqlCommand command, NpgsqlDbType type, object values) =>
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values });
}

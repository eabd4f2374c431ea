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
/// write by binary COPY, beside transactions that write the same rows into the same table by INSERT of arrays, their fence
/// and their counts with it in one batch of statements, the fewest round trips there could be.
/// </summary>
static class PostgresInsertBenchmark
{
    const int Repetitions = 3;

    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>Rows a commit: those of a moment, and a whole chunk of easy numbers.</summary>
    static readonly int[] Sizes = [3_000, 50_000];

    public static async Task<int> RunAsync(string[] args)
    {
        var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 300_000;
        Console.WriteLine(
            $"{rows} rows of 64-bit numbers, CPU us a row, server included, medians of {Repetitions}, in turn");
        foreach (var row in await MeasureAsync(rows))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"commits of {row.Size,6}: ledger by COPY {row.Copy:F2}, INSERT of arrays {row.Arrays:F2}, ratio {row.Ratio:F2}"));
        }
        return 0;
    }

    public static async Task<IReadOnlyList<InsertRow>> MeasureAsync(int rows)
    {
        var server = await PostgresServer.StartOwnAsync("fsync = on", "full_page_writes = on");
        try
        {
            List<InsertRow> measured = [];
            foreach (var size in Sizes)
            {
                var commits = InsertBenchmark.Fill(rows, 1, size);
                List<double> copies = [], arrays = [];
                // The first round compiles what the others run.
                for (var i = 0; i <= Repetitions; i++)
                {
                    copies.Add(await MeasureAsync(server, commits, CopyAsync) / rows);
                    arrays.Add(await MeasureAsync(server, commits, ArraysAsync) / rows);
                }
                measured.Add(new(size, Median.Of(copies[1..]), Median.Of(arrays[1..])));
            }
            return measured;
        }
        finally
        {
            await server.EndAsync();
        }
    }

    static async Task<double> MeasureAsync(
        PostgresServer server, List<ResultRows> commits, Func<Ledger, string, ChunkLease, List<ResultRows>, Task> write)
    {
        var token = CancellationToken.None;
        var database = await server.CreateDatabaseAsync();
        var ledger = await Ledger.OpenPostgresAsync(database, Lease, TimeProvider.System, token);
        var runner = await ledger.Runners.RegisterAsync(
            new(RunnerRole.Work, null, "bench", 1, "now", "bench", "1", 1, false), token);
        await ledger.Batches.CreateAsync(
            new("key", "bench.txt", "bench", 1, 0, runner), InsertBenchmark.OneChunk(commits.Sum(c => c.Count)), token);
        var lease = (await ledger.Chunks.ClaimAsync(runner, 0, false, Lease, token))!;

        using var me = Process.GetCurrentProcess();
        var (mine, its) = (me.TotalProcessorTime, ServerCpu.Seconds(server.ProcessId));
        await write(ledger, database, lease, commits);
        me.Refresh();
        var micros = (me.TotalProcessorTime - mine).TotalMicroseconds + (ServerCpu.Seconds(server.ProcessId) - its) * 1e6;
        await server.DropDatabaseAsync(database);
        return micros;
    }

    static async Task CopyAsync(Ledger ledger, string database, ChunkLease lease, List<ResultRows> commits)
    {
        var line = 1L;
        foreach (var rows in commits)
        {
            var commit = new ChunkCommit(lease, line, line + rows.Count, rows);
            var outcome = (await ledger.Commits.CommitAsync([commit], Lease, CancellationToken.None))[0];
            if (!outcome.Accepted) throw new InvalidOperationException("A commit was refused.");
            line += rows.Count;
        }
    }

    static async Task ArraysAsync(Ledger ledger, string database, ChunkLease lease, List<ResultRows> commits)
    {
        await using var source = NpgsqlDataSource.Create(database + ";Max Auto Prepare=10;Auto Prepare Min Usages=2");
        await using var connection = await source.OpenConnectionAsync();
        var line = 1L;
        foreach (var rows in commits)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var batch = new NpgsqlBatch(connection, transaction);
            Add(batch,
                """
                UPDATE chunks SET next_line = $1, lease_until = now()
                WHERE id = $2 AND state = 'running' AND runner_id = $3 AND attempt = $4 AND next_line = $5
                  AND (SELECT epoch FROM ledger) = $6
                """, line + rows.Count, lease.ChunkId, lease.RunnerId, lease.Attempt, line, ledger.Epoch);
            Add(batch, rows);
            Add(batch, "UPDATE chunks SET done = done + $1, micros = micros + $1 WHERE id = $2", (long)rows.Count, lease.ChunkId);
            if (await batch.ExecuteNonQueryAsync() != rows.Count + 2)
                throw new InvalidOperationException("A commit was refused.");
            await transaction.CommitAsync();
            line += rows.Count;
        }
    }

    static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        batch.BatchCommands.Add(command);
    }

    // Side by side in the list of what is selected: as a table of their own the server would first write them down.
    static void Add(NpgsqlBatch batch, ResultRows rows)
    {
        var insert = new NpgsqlBatchCommand(
            """
            INSERT INTO results (batch_id, line, number, factors, status, method, micros)
            SELECT 1, unnest($1), unnest($2), unnest($3)::JSONB, 'factored', unnest($4), unnest($5)
            """);
        var all = Enumerable.Range(0, rows.Count);
        Add(insert, NpgsqlDbType.Bigint, all.Select(rows.Line).ToArray());
        Add(insert, NpgsqlDbType.Text, all.Select(i => Encoding.UTF8.GetString(rows.Number(i))).ToArray());
        Add(insert, NpgsqlDbType.Text, all.Select(i => Encoding.UTF8.GetString(rows.Factors(i))).ToArray());
        Add(insert, NpgsqlDbType.Text, all.Select(i => Encoding.UTF8.GetString(rows.Method(i))).ToArray());
        Add(insert, NpgsqlDbType.Bigint, all.Select(rows.Micros).ToArray());
        batch.BatchCommands.Add(insert);
    }

    static void Add(NpgsqlBatchCommand command, NpgsqlDbType type, object values) =>
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values });
}

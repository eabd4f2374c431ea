using System.Diagnostics;
using System.Globalization;
using System.Text;
using BatchRunner.Storage;
using BatchRunner.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>inserts [ROWS] [SEED]</c>: CPU a result row costs the ledger, fence, WAL and checkpoints included, in large and
/// in small commits, beside the same rows through a prepared command of the driver into a table of the same shape.
/// </summary>
static class InsertBenchmark
{
    const int Repetitions = 3;

    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] args)
    {
        var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        var commits = Fill(rows, seed, 3_000);
        Console.WriteLine($"{rows} rows of 64-bit numbers, seed {seed}, CPU microseconds a row, best of {Repetitions}");
        foreach (var together in (int[])[100, 1])
        {
            var ours = double.MaxValue;
            var theirs = double.MaxValue;
            for (var i = 0; i < Repetitions; i++)
            {
                theirs = Math.Min(theirs, await InFolderAsync(folder => DriverAsync(folder, commits, together)));
                ours = Math.Min(ours, await InFolderAsync(folder => LedgerAsync(folder, commits, together, rows)));
            }
            Console.WriteLine(
                $"commits of {together * 3_000,7} rows: " +
                $"ledger {ours / rows:F2}, prepared command {theirs / rows:F2}, ratio {ours / theirs:F2}");
        }
        return 0;
    }

    /// <summary>The rows of all commits: made before the clock runs.</summary>
    internal static List<ResultRows> Fill(int count, int seed, int each)
    {
        var random = new Random(seed);
        List<ResultRows> commits = [];
        byte[][] methods = ["trial"u8.ToArray(), "rho"u8.ToArray()];
        for (var line = 1; line <= count; line++)
        {
            if ((line - 1) % each == 0) commits.Add(new());
            var number = (ulong)random.NextInt64() | (1UL << 63);
            commits[^1].Add(
                line,
                Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)),
                Encoding.ASCII.GetBytes($"[\"3\",\"{number % 1_000_003}\",\"{number / 3_000_009}\"]"),
                ResultStatus.Factored, [], methods[random.Next(4) == 0 ? 0 : 1], random.Next(100));
        }
        return commits;
    }

    static async Task<double> InFolderAsync(Func<string, Task<double>> measure)
    {
        var folder = Directory.CreateTempSubdirectory("batchrunner-bench-").FullName;
        try
        {
            return await measure(folder);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<double> LedgerAsync(string folder, List<ResultRows> commits, int together, int count)
    {
        var token = CancellationToken.None;
        var ledger = await Ledger.OpenSqliteAsync(folder, TimeProvider.System, token);
        var runner = await ledger.Runners.RegisterAsync(
            new(RunnerRole.Work, null, "bench", 1, "now", "bench", "1", 1, false), token);
        await ledger.Batches.CreateAsync(new("key", "bench.txt", "bench", 1, 0, runner), OneChunk(count), token);
        var lease = (await ledger.Chunks.ClaimAsync(runner, 0, false, Lease, token))!;
        var checkpointer = new SqliteCheckpointer((SqliteDatabase)ledger.Database, runner, Lease);
        await checkpointer.TurnAsync(token);

        var line = 1L;
        var before = Cpu();
        foreach (var group in commits.Chunk(together))
        {
            List<ChunkCommit> sent = [];
            foreach (var rows in group)
            {
                sent.Add(new(lease, line, line + rows.Count, rows));
                line += rows.Count;
            }
            foreach (var outcome in await ledger.Commits.CommitAsync(sent, Lease, token))
                if (!outcome.Accepted) throw new InvalidOperationException("A commit was refused.");
            await checkpointer.TurnAsync(token);
        }
        return Cpu() - before;
    }

    internal static LoadSlice OneChunk(int count) => new()
    {
        FromBytes = 0,
        ToBytes = 1,
        PrefixSha256 = "",
        Sha256 = "",
        Lines = count,
        Blanks = 0,
        Numbers = count,
        RejectCount = 0,
        Rejects = [],
        Chunks = [new(1, count + 1, count, count, "1\n"u8.ToArray())],
    };

    static async Task<double> DriverAsync(string folder, List<ResultRows> commits, int together)
    {
        await using var connection = new SqliteConnection($"Data Source={folder}/rows.db");
        await connection.OpenAsync();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
        Execute(connection,
            """
            CREATE TABLE results (
                batch_id INTEGER NOT NULL, line INTEGER NOT NULL, number TEXT NOT NULL, factors TEXT NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('factored', 'unfactored', 'quarantined')), cofactor TEXT,
                method TEXT NOT NULL, micros INTEGER NOT NULL, PRIMARY KEY (batch_id, line)) STRICT, WITHOUT ROWID
            """);
        await using var insert = connection.CreateCommand();
        insert.CommandText =
            "INSERT INTO results VALUES (1, $line, $number, $factors, 'factored', NULL, $method, $micros)";
        string[] names = ["$line", "$number", "$factors", "$method", "$micros"];
        foreach (var name in names) insert.Parameters.Add(new SqliteParameter { ParameterName = name });

        var before = Cpu();
        foreach (var group in commits.Chunk(together))
        {
            await using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var rows in group)
            {
                for (var i = 0; i < rows.Count; i++)
                {
                    insert.Parameters[0].Value = rows.Line(i);
                    insert.Parameters[1].Value = Encoding.UTF8.GetString(rows.Number(i));
                    insert.Parameters[2].Value = Encoding.UTF8.GetString(rows.Factors(i));
                    insert.Parameters[3].Value = Encoding.UTF8.GetString(rows.Method(i));
                    insert.Parameters[4].Value = rows.Micros(i);
                    insert.ExecuteNonQuery();
                }
            }
            await transaction.CommitAsync();
        }
        return Cpu() - before;
    }

    static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    static double Cpu()
    {
        using var me = Process.GetCurrentProcess();
        return me.TotalProcessorTime.TotalMicroseconds;
    }
}

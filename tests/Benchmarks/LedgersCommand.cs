using System.Globalization;
using BatchRunner.Storage.Tests.Postgres;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>ledgers [NUMBERS] [RUNS]</c>: the same file through <c>factor -j 2</c>, through <c>run</c> on SQLite and through
/// <c>run</c> on PostgreSQL, 2 processes of 1 worker each, in turn and on fresh ledgers. CPU of the whole process trees,
/// the PostgreSQL server's included; medians. Then numbers of 96 bits: a quarter as many, and as many, which tells what a run
/// costs whatever its length from what each number costs.
/// </summary>
static class LedgersCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var numbers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        Console.WriteLine($"{MachineName.Cpu}; medians of {runs} runs, in turn; CPU with that of the server");
        foreach (var row in await MeasureAsync(runs, (64, numbers), (96, numbers / 4), (96, numbers)))
        {
            var ways = LedgerRow.Ways.Select(way => string.Create(CultureInfo.InvariantCulture,
                $"{way.Name} {row.NumbersPerSecond(way.Of):F0} numbers/s, {row.OverheadMicros(way.Of):F2} us more a number, "
                + $"wall ratio {row.WallRatio(way.Of):F3}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Numbers} {row.What}: {string.Join("; ", ways)}; the server alone {row.ServerMicros:F2} us a number"));
        }
        return 0;
    }

    public static async Task<IReadOnlyList<LedgerRow>> MeasureAsync(int runs, params (int Bits, int Numbers)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("batchrunner-ledgers-").FullName;
        var server = await PostgresServer.StartOwnAsync("fsync = on", "full_page_writes = on");
        try
        {
            List<LedgerRow> rows = [];
            foreach (var (bits, count) in files)
                rows.Add(new($"uniform {bits}-bit", count, await CompareAsync(server, folder, bits, count, runs)));
            return rows;
        }
        finally
        {
            await server.EndAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<List<LedgerRow.Round>> CompareAsync(
        PostgresServer server, string folder, int bits, int count, int runs)
    {
        var file = Path.Combine(folder, $"uniform{bits}.txt");
        UniformFile.Write(file, bits, count);
        List<LedgerRow.Round> rounds = [];
        for (var i = 0; i < runs; i++)
        {
            var data = Path.Combine(folder, $"data-{i}");
            var run = $"'{BuiltProgram.Path}' run '{file}' --data '{data}' --processes 2 --workers 1";
            var bare = ProcessTree.Measure(folder, $"'{BuiltProgram.Path}' factor -j 2 < '{file}'");
            var sqlite = ProcessTree.Measure(folder, run);
            Directory.Delete(data, recursive: true);

            var database = await server.CreateDatabaseAsync();
            var before = ServerCpu.Seconds(server.ProcessId);
            var postgres = ProcessTree.Measure(folder,
                $"BATCHRUNNER__LEDGER__PROVIDER=postgres BATCHRUNNER__LEDGER__CONNECTIONSTRING='{database}' {run}");
            var served = ServerCpu.Seconds(server.ProcessId) - before;
            await server.DropDatabaseAsync(database);
            Directory.Delete(data, recursive: true);
            rounds.Add(new(bare, sqlite, postgres with { CpuSeconds = postgres.CpuSeconds + served }, served));
        }
        return rounds;
    }
}

using System.Globalization;
using BatchRunner.Storage.Tests.Postgres;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>ledgers [NUMBERS] [RUNS]</c>: the same file through <c>factor -j 2</c>, through <c>run</c> on SQLite and through
/// <c>run</c> on PostgreSQL, 2 processes of 1 worker each, in turn and on fresh ledgers. CPU of the whole process trees,
/// the PostgreSQL server's included; medians. Then numbers of 96 bits, of which a quarter as many are taken.
/// </summary>
static class LedgersCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var numbers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        var folder = Directory.CreateTempSubdirectory("batchrunner-ledgers-").FullName;
        var server = await PostgresServer.StartOwnAsync("fsync = on", "full_page_writes = on");
        try
        {
            Console.WriteLine($"{MachineName.Cpu}; medians of {runs} runs, in turn; CPU with that of the server");
            Show($"{numbers} uniform 64-bit", numbers,
                await CompareAsync(server, folder, 64, numbers, runs));
            Show($"{numbers / 4} uniform 96-bit", numbers / 4,
                await CompareAsync(server, folder, 96, numbers / 4, runs));
            return 0;
        }
        finally
        {
            await server.EndAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<List<Round>> CompareAsync(
        PostgresServer server, string folder, int bits, int count, int runs)
    {
        var file = Path.Combine(folder, $"uniform{bits}.txt");
        UniformFile.Write(file, bits, count);
        List<Round> rounds = [];
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
            postgres = postgres with { CpuSeconds = postgres.CpuSeconds + ServerCpu.Seconds(server.ProcessId) - before };
            await server.DropDatabaseAsync(database);
            Directory.Delete(data, recursive: true);
            rounds.Add(new(bare, sqlite, postgres));
        }
        return rounds;
    }

    static void Show(string what, int numbers, List<Round> rounds)
    {
        var text = new List<string>();
        foreach (var (name, of) in ((string, Func<Round, ProcessTree>)[])
                 [("factor", r => r.Bare), ("SQLite", r => r.Sqlite), ("PostgreSQL", r => r.Postgres)])
        {
            text.Add(string.Create(CultureInfo.InvariantCulture,
                $"{name} {numbers / Median(rounds, r => of(r).WallSeconds):F0} numbers/s, "
                + $"{Median(rounds, r => (of(r).CpuSeconds - r.Bare.CpuSeconds) / numbers * 1e6):F2} us more a number, "
                + $"wall ratio {Median(rounds, r => of(r).WallSeconds / r.Bare.WallSeconds):F3}"));
        }
        Console.WriteLine($"{what}: {string.Join("; ", text)}");
    }

    static double Median(List<Round> rounds, Func<Round, double> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2);

    sealed record Round(ProcessTree Bare, ProcessTree Sqlite, ProcessTree Postgres);
}

using System.Diagnostics;
using System.Globalization;
using BatchRunner.Storage;
using BatchRunner.Storage.Tests.Postgres;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>wakeups [COUNT]</c>: milliseconds from the beginning of the transaction that makes a chunk ready, its wait for the
/// disk included, until an idle worker on PostgreSQL has the chunk. The worker never looks by itself: it is told.
/// </summary>
static class WakeUpsCommand
{
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200;
        var (median, slow) = await MeasureAsync(count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} chunks, from their commit to their start: {median:F1} ms in the median, 95 % within {slow:F1} ms"));
        return 0;
    }

    /// <summary>Milliseconds: the median, and what 95 % stay within.</summary>
    public static async Task<(double Median, double P95)> MeasureAsync(int count)
    {
        var server = await PostgresServer.StartOwnAsync("fsync = on", "full_page_writes = on");
        try
        {
            var database = await server.CreateDatabaseAsync();
            var (idle, loading) = (await OpenAsync(database), await OpenAsync(database));
            using var held = idle.Liveness.Hold();
            var runner = await RegisterAsync(idle, held.Name);
            var loader = await RegisterAsync(loading, "loader");
            List<double> millis = [];
            // The first is to open the connections.
            for (var i = 0; i <= count; i++)
            {
                var claimed = Task.Run(() => NextAsync(idle, runner));
                await Task.Delay(20 + i % 30);
                var started = Stopwatch.GetTimestamp();
                await loading.Batches.CreateAsync(
                    new($"key-{i}", "bench.txt", "bench", 1, 0, loader), InsertBenchmark.OneChunk(1), CancellationToken.None);
                var (lease, at) = await claimed;
                if (i > 0) millis.Add(Stopwatch.GetElapsedTime(started, at).TotalMilliseconds);
                await idle.Commits.CommitAsync([new(lease, 1, long.MaxValue, new())], Lease, CancellationToken.None);
            }
            millis.Sort();
            return (millis[count / 2], millis[Math.Min(count - 1, count * 95 / 100)]);
        }
        finally
        {
            await server.EndAsync();
        }
    }

    static async Task<(ChunkLease Lease, long At)> NextAsync(Ledger ledger, long runner)
    {
        while (true)
        {
            if (await ledger.Chunks.ClaimAsync(runner, 0, false, Lease, CancellationToken.None) is { } lease)
                return (lease, Stopwatch.GetTimestamp());
            ledger.WakeUps.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
        }
    }

    static Task<Ledger> OpenAsync(string database) =>
        Ledger.OpenPostgresAsync(database, Lease, TimeProvider.System, CancellationToken.None);

    static Task<long> RegisterAsync(Ledger ledger, string liveness) => ledger.Runners.RegisterAsync(
        new(RunnerRole.Work, null, "bench", 1, "now", liveness, "1", 1, false), CancellationToken.None);
}

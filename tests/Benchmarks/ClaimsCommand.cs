using System.Diagnostics;
using System.Globalization;
using BatchRunner.Storage;
using BatchRunner.Storage.Tests.Postgres;
using Npgsql;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>claims [SECONDS]</c>: empty chunks claimed and ended a second with many connections, beside a queue of one row a job
/// as River and Hangfire.PostgreSql keep it: one UPDATE over FOR UPDATE SKIP LOCKED takes a job, another ends it.
/// Durable commits on both sides, except that our claims need none.
/// </summary>
static class ClaimsCommand
{
    const int Batches = 8;
    const int ChunksABatch = 15_000;

    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        foreach (var row in await MeasureAsync(seconds))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Connections,3} connections: ledger {row.Chunks:F0} chunks/s (a claim takes {row.ChunkMillis:F2} ms), "
                + $"one row a job {row.Jobs:F0} jobs/s (a claim takes {row.JobMillis:F2} ms), "
                + $"ratio {row.Chunks / row.Jobs:F2}"));
        }
        return 0;
    }

    public static async Task<IReadOnlyList<ClaimRow>> MeasureAsync(double seconds)
    {
        var server = await PostgresServer.StartOwnAsync("fsync = on", "full_page_writes = on");
        try
        {
            List<ClaimRow> rows = [];
            foreach (var connections in (int[])[1, 8, 32, 128])
            {
                var (claims, ours) = await LedgerAsync(server, connections, seconds);
                var (taken, theirs) = await JobsAsync(server, connections, seconds);
                rows.Add(new(connections, ours, claims, theirs, taken));
            }
            return rows;
        }
        finally
        {
            await server.EndAsync();
        }
    }

    static async Task<(double Millis, double PerSecond)> LedgerAsync(PostgresServer server, int connections, double seconds)
    {
        var token = CancellationToken.None;
        var database = await server.CreateDatabaseAsync();
        var ledger = await Ledger.OpenPostgresAsync(
            database + $";Maximum Pool Size={connections + 5}", Lease, TimeProvider.System, token);
        List<long> runners = [];
        for (var i = 0; i < connections; i++)
        {
            runners.Add(await ledger.Runners.RegisterAsync(
                new(RunnerRole.Work, null, "bench", i, "now", $"bench-{i}", "1", 1, false), token));
        }
        await ExecuteAsync(database,
            $"""
             INSERT INTO batches (claim_key, name, host, bytes, state, lines, numbers, open_chunks, created_at)
             SELECT 'key-' || b, 'bench', 'bench', 1, 'open', {ChunksABatch}, {ChunksABatch}, {ChunksABatch}, now()
             FROM generate_series(1, {Batches}) b;
             INSERT INTO chunk_numbers (batch_id, first_line, end_line, numbers)
             SELECT b, 1, {ChunksABatch} + 1, '' FROM generate_series(1, {Batches}) b;
             INSERT INTO chunks (batch_id, payload_id, state, first_line, next_line, end_line, numbers, effort, created_at)
             SELECT b, b, 'ready', n, n, n + 1, 1, 1000, now()
             FROM generate_series(1, {Batches}) b, generate_series(1, {ChunksABatch}) n;
             ANALYZE
             """);
        var empty = new ResultRows();
        var measured = await LoadAsync(connections, seconds, async i =>
        {
            var started = Stopwatch.GetTimestamp();
            if (await ledger.Chunks.ClaimAsync(runners[i], 0, false, Lease, token) is not { } lease)
                throw new InvalidOperationException("The chunks ran out: claim for a shorter time.");
            var claimed = Stopwatch.GetElapsedTime(started);
            await ledger.Commits.CommitAsync([new(lease, lease.NextLine, long.MaxValue, empty)], Lease, token);
            return claimed;
        });
        await server.DropDatabaseAsync(database);
        return measured;
    }

    static async Task<(double Millis, double PerSecond)> JobsAsync(PostgresServer server, int connections, double seconds)
    {
        var database = await server.CreateDatabaseAsync();
        await ExecuteAsync(database,
            $"""
             CREATE TABLE jobs (
                 id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state TEXT NOT NULL, priority INTEGER NOT NULL,
                 scheduled_at TIMESTAMPTZ NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, attempted_at TIMESTAMPTZ,
                 attempted_by TEXT, args JSONB NOT NULL, finalized_at TIMESTAMPTZ);
             CREATE INDEX jobs_fetch ON jobs (state, priority, scheduled_at, id);
             INSERT INTO jobs (state, priority, scheduled_at, args)
             SELECT 'available', 1, now(), '[]' FROM generate_series(1, {Batches * ChunksABatch});
             ANALYZE
             """);
        await using var source = NpgsqlDataSource.Create(
            database + $";Maximum Pool Size={connections};Max Auto Prepare=10;Auto Prepare Min Usages=2;No Reset On Close=true");
        var measured = await LoadAsync(connections, seconds, async i =>
        {
            var started = Stopwatch.GetTimestamp();
            await using var claim = source.CreateCommand(
                """
                UPDATE jobs SET state = 'running', attempt = attempt + 1, attempted_at = now(), attempted_by = $1
                WHERE id = (SELECT id FROM jobs WHERE state = 'available' AND scheduled_at <= now()
                            ORDER BY priority, scheduled_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING id
                """);
            claim.Parameters.Add(new() { Value = $"bench-{i}" });
            if (await claim.ExecuteScalarAsync() is not long id)
                throw new InvalidOperationException("The jobs ran out: claim for a shorter time.");
            var claimed = Stopwatch.GetElapsedTime(started);
            await using var complete = source.CreateCommand(
                "UPDATE jobs SET state = 'completed', finalized_at = now() WHERE id = $1 AND state = 'running'");
            complete.Parameters.Add(new() { Value = id });
            await complete.ExecuteNonQueryAsync();
            return claimed;
        });
        await server.DropDatabaseAsync(database);
        return measured;
    }

    static async Task<(double Millis, double PerSecond)> LoadAsync(
        int connections, double seconds, Func<int, Task<TimeSpan>> work)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var started = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(async () =>
        {
            var (count, claims) = (0, TimeSpan.Zero);
            while (!stop.IsCancellationRequested)
            {
                claims += await work(i);
                count++;
            }
            return (Count: count, Claims: claims);
        })));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var done = all.Sum(a => a.Count);
        return (all.Sum(a => a.Claims.TotalMilliseconds) / done, done / elapsed.TotalSeconds);
    }

    static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}

using System.Text;
using BatchRunner.Hangfire.Queue;
using BatchRunner.Hangfire.Tickets;
using BatchRunner.Jobs.Working;
using BatchRunner.Runner.Tests;
using BatchRunner.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchRunner.Hangfire.Tests;

/// <summary>A real ledger and Hangfire's real tables in one folder.</summary>
sealed class TicketScene : IDisposable
{
    static readonly CancellationToken None = CancellationToken.None;

    readonly TempFolder _folder;
    readonly HeldLiveness _liveness;
    int _batches;

    TicketScene(Ledger ledger, TempFolder folder, HeldLiveness liveness, long chief)
    {
        Ledger = ledger;
        _folder = folder;
        _liveness = liveness;
        ChiefId = chief;
        Storage = OpenStorage();
    }

    internal static TimeSpan Lease { get; } = TimeSpan.FromSeconds(15);

    static WorkOptions Options { get; } = new()
    {
        Budget = TimeSpan.FromSeconds(60),
        SetAsideAfter = TimeSpan.FromSeconds(1),
        Lease = Lease,
        MaxFailures = 5,
        MaxCrashes = 3,
    };

    internal Ledger Ledger { get; }
    internal TicketStorage Storage { get; }
    internal long ChiefId { get; }

    internal static async Task<TicketScene> CreateAsync()
    {
        var folder = new TempFolder();
        var ledger = await Ledger.OpenSqliteAsync(folder.Path, TimeProvider.System, None);
        var liveness = ledger.Liveness.Hold();
        return new(ledger, folder, liveness, await JoinAsync(ledger, liveness.Name, RunnerRole.Serve));
    }

    /// <summary>As another process would.</summary>
    internal TicketStorage OpenStorage(TimeSpan? lease = null) =>
        TicketStorage.Open(Path.Combine(_folder.Path, "hangfire.db"), lease ?? Lease, TimeProvider.System);

    internal TicketSweep Sweep(long? runnerId = null) => new(
        Ledger, new(Ledger, runnerId ?? ChiefId), Storage, Options, TimeProvider.System, NullLogger<TicketSweep>.Instance);

    /// <summary>One worker that is brought tickets.</summary>
    internal async Task<WorkerPool> StartWorkerAsync(HeldLiveness liveness) => new(
        new TicketEngine(Storage, 1, NullLoggerFactory.Instance), Ledger, liveness,
        await JoinAsync(Ledger, liveness.Name, RunnerRole.Work), 1, Options, TimeProvider.System, NullLoggerFactory.Instance);

    internal Task<long> JoinAsync() => JoinAsync(Ledger, Guid.NewGuid().ToString("N"), RunnerRole.Work);

    static Task<long> JoinAsync(Ledger ledger, string liveness, string role) => ledger.Runners.RegisterAsync(
        new(role, null, "here", Environment.ProcessId, "now", liveness, "1", 1, false), None);

    /// <summary>A batch of chunks of one number each.</summary>
    internal async Task<long> LoadAsync(int chunks)
    {
        var text = string.Concat(Enumerable.Repeat("15\n", chunks));
        var id = await Ledger.Batches.CreateAsync(
            new(Guid.NewGuid().ToString("N"), $"july-{++_batches}.txt", "here", text.Length, 0, ChiefId),
            new()
            {
                FromBytes = 0,
                ToBytes = text.Length,
                PrefixSha256 = "hash",
                Lines = chunks,
                Blanks = 0,
                Numbers = chunks,
                RejectCount = 0,
                Chunks = [.. Enumerable.Range(1, chunks).Select(line => new NewChunk(line, line + 1, 1, 1e6, Encoding.ASCII.GetBytes("15\n")))],
                Rejects = [],
                Sha256 = "hash",
            },
            None);
        return id;
    }

    internal async Task<IReadOnlyList<long>> ChunksAsync(long batch) =>
        [.. (await Ledger.Chunks.OfBatchAsync(batch, 0, 1000, None)).Select(c => c.Id)];

    internal IReadOnlyList<Ticket> Tickets() => [.. TicketList.Queued(Storage.GetMonitoringApi())];

    public void Dispose()
    {
        Storage.Dispose();
        _liveness.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}

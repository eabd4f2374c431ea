using System.Text;
using BatchRunner.Jobs.Tests.Intake;
using BatchRunner.Jobs.Working;
using BatchRunner.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchRunner.Jobs.Tests.Working;

/// <summary>A real ledger in a temp folder, with batches made from text and workers on demand.</summary>
sealed class LoadedLedger : IDisposable
{
    // RSA-250 of the factoring challenge: no stage here finds a factor of it in any time a test has.
    internal const string HardNumber =
        "2140324650240744961264423072839333563008614715144755017797754920881418023447140136643345519095804679610992851872" +
        "4709145876873962619215573630474547705208051190564931066876915900197594056934574522305893259766974716817380693648" +
        "94699871578494975937497937";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly TempFolder _folder;

    internal required Ledger Ledger { get; init; }

    internal static WorkOptions Options => new()
    {
        Budget = TimeSpan.FromSeconds(60),
        SetAsideAfter = TimeSpan.FromMilliseconds(500),
        Lease = TimeSpan.FromSeconds(15),
        MaxFailures = 2,
        MaxCrashes = 3,
    };

    internal static async Task<LoadedLedger> CreateAsync()
    {
        var folder = new TempFolder();
        var ledger = await Ledger.OpenSqliteAsync(folder.Path, TimeProvider.System, CancellationToken.None);
        return new(folder) { Ledger = ledger };
    }

    LoadedLedger(TempFolder folder) => _folder = folder;

    /// <summary>A runner that holds its liveness for as long as the returned object lives.</summary>
    internal async Task<(long Id, HeldLiveness Liveness)> JoinAsync(int workers = 1)
    {
        var liveness = Ledger.Liveness.Hold();
        var id = await Ledger.Runners.RegisterAsync(
            new(RunnerRole.Work, null, "here", Environment.ProcessId, "now", liveness.Name, "1", workers, false),
            CancellationToken.None);
        return (id, liveness);
    }

    /// <summary>Loads one number a line as one chunk of everything.</summary>
    internal async Task<long> LoadAsync(IEnumerable<string> numbers, double effort = 1e6)
    {
        var text = string.Concat(numbers.Select(n => n + "\n"));
        var count = text.Count(c => c == '\n');
        var (loader, liveness) = await JoinAsync(workers: 0);
        using var _ = liveness;
        var payload = Encoding.ASCII.GetBytes(text);
        return await Ledger.Batches.CreateAsync(
            new(Guid.NewGuid().ToString("N"), "numbers.txt", "here", payload.Length, 0, loader),
            new()
            {
                FromBytes = 0,
                ToBytes = payload.Length,
                PrefixSha256 = "hash",
                Lines = count,
                Blanks = 0,
                Numbers = count,
                RejectCount = 0,
                Chunks = [new(1, count + 1, count, effort, payload)],
                Rejects = [],
                Sha256 = "hash",
            },
            CancellationToken.None);
    }

    internal WorkerPool StartWorkers(HeldLiveness liveness, long runnerId, int workers, WorkOptions options) => new(
        EngineUnderTest.Create(Ledger, _folder.Path, options), Ledger, liveness, runnerId, workers, options,
        TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>Waits for the batch to reach a state, by looking at the ledger as a user would.</summary>
    internal async Task<BatchSummary> WaitAsync(long batchId, Func<BatchSummary, bool> reached)
    {
        BatchSummary? seen = null;
        await UntilAsync(async () => reached(seen = (await Ledger.Summaries.FindAsync(batchId, CancellationToken.None))!));
        return seen!;
    }

    internal static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition()) await timer.WaitForNextTickAsync(limit.Token);
    }

    /// <summary>The files of a batch are written, as far as its ledger is concerned.</summary>
    internal async Task ExportAsync(long batchId, long runnerId)
    {
        var taken = await Ledger.Batches.TakeExportAsync("here", runnerId, CancellationToken.None);
        Assert.Equal(batchId, taken!.Id);
        Assert.True(await Ledger.Batches.CompleteAsync(batchId, runnerId, CancellationToken.None));
    }

    public void Dispose() => _folder.Dispose();
}

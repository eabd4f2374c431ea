using System.Globalization;
using System.Numerics;
using System.Text;
using BatchRunner.Factoring;
using BatchRunner.Jobs.Export;
using BatchRunner.Jobs.Intake;
using BatchRunner.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchRunner.Jobs.Tests.Intake;

/// <summary>
/// One process that takes files in and out, on a real ledger in a data folder. Several houses on one folder are
/// several processes.
/// </summary>
sealed class FileHouse : IDisposable
{
    static readonly LedgerPatience Impatient = new(TimeProvider.System, 1, _ => { }, () => { });

    readonly HeldLiveness _liveness;

    FileHouse(IntakeSite site, HeldLiveness liveness, TimeSpan quiet)
    {
        _liveness = liveness;
        Site = site;
        Moves = new(site, NullLogger<FileMoves>.Instance);
        Claimed = new(site, Moves, NullLogger<ClaimedFiles>.Instance);
        Inbox = new(site, quiet, Moves, NullLogger<Inbox>.Instance);
        Loader = new(site, Impatient, NullLogger<BatchLoader>.Instance);
        Submission = new(site, Loader);
        Intake = new(site, Inbox, Claimed, Loader, Moves);
        Exporter = new(site, Moves, Impatient, NullLogger<BatchExporter>.Instance);
    }

    public IntakeSite Site { get; }
    public FileMoves Moves { get; }
    public ClaimedFiles Claimed { get; }
    public Inbox Inbox { get; }
    public BatchLoader Loader { get; }
    public FileSubmission Submission { get; }
    public FileIntake Intake { get; }
    public BatchExporter Exporter { get; }
    public DataFolders Folders => Site.Folders;
    public BatchStore Batches => Site.Ledger.Batches;

    public static async Task<FileHouse> OpenAsync(
        string dataFolder, IntakeLimits? limits = null, TimeProvider? time = null, double quietSeconds = 0,
        string inbox = "inbox")
    {
        var ledger = await Ledger.OpenSqliteAsync(dataFolder, TimeProvider.System, CancellationToken.None);
        var liveness = ledger.Liveness.Hold();
        var id = await ledger.Runners.RegisterAsync(
            new(RunnerRole.Serve, null, "here", Environment.ProcessId, "now", liveness.Name, "1", 1, false),
            CancellationToken.None);
        var folders = new DataFolders(dataFolder, inbox);
        folders.Create();
        return new(
            new(ledger, folders, limits ?? new(), "here", id, time ?? TimeProvider.System), liveness,
            TimeSpan.FromSeconds(quietSeconds));
    }

    /// <summary>Drops a complete file into the inbox.</summary>
    public string Drop(string name, string text) => Drop(name, Encoding.UTF8.GetBytes(text));

    public string Drop(string name, byte[] bytes)
    {
        var path = Path.Combine(Folders.Inbox, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>What every process that nobody supervises does: the dead lose what they held.</summary>
    public async Task RescueAsync()
    {
        foreach (var runner in await Site.Ledger.Runners.AliveAsync(CancellationToken.None))
        {
            if (runner.Id == Site.RunnerId || Site.Ledger.Liveness.Look(runner.Liveness).Alive) continue;
            await Site.Ledger.Runners.EndAsync(runner.Id, "dead", "found dead", false, CancellationToken.None);
        }
    }

    /// <summary>Takes turns until nothing is left to do.</summary>
    public async Task RunDryAsync(string method = "factored")
    {
        for (var turn = 0; turn < 200; turn++)
        {
            await RescueAsync();
            await Intake.TurnAsync(CancellationToken.None);
            await Intake.DrainAsync(CancellationToken.None);
            await WorkAsync();
            await Exporter.TurnAsync(CancellationToken.None);
            var unsettled = await Batches.UnsettledAsync("here", CancellationToken.None);
            if (unsettled.Count == 0 && !Inbox.HasWaiting && turn > 0) return;
        }
        throw new InvalidOperationException($"{method}: something is never finished.");
    }

    /// <summary>Works every ready chunk.</summary>
    /// <param name="judge">Says how a number ends; null factors all of them.</param>
    public async Task WorkAsync(Func<BigInteger, ResultStatus>? judge = null)
    {
        var run = new FactoringRun(TimeProvider.System, CancellationToken.None);
        while (await ClaimAsync() is { } lease)
        {
            var payload = await Site.Ledger.Chunks.PayloadAsync(lease.PayloadId, CancellationToken.None);
            var rows = new ResultRows();
            var line = payload.FirstLine;
            foreach (var text in Encoding.ASCII.GetString(payload.Numbers).Split('\n')[..^1])
            {
                if (text.Length > 0 && line >= lease.NextLine && line < lease.EndLine) AddRow(rows, line, text, run, judge);
                line++;
            }
            await Site.Ledger.Commits.CommitAsync(
                [new(lease, lease.NextLine, long.MaxValue, rows)], TimeSpan.FromSeconds(15), CancellationToken.None);
        }
    }

    public Task<ChunkLease?> ClaimAsync() =>
        Site.Ledger.Chunks.ClaimAsync(Site.RunnerId, 0, false, TimeSpan.FromSeconds(15), CancellationToken.None);

    static void AddRow(
        ResultRows rows, long line, string text, FactoringRun run, Func<BigInteger, ResultStatus>? judge)
    {
        var number = BigInteger.Parse(text, CultureInfo.InvariantCulture);
        var status = judge?.Invoke(number) ?? ResultStatus.Factored;
        IEnumerable<BigInteger> factors = status == ResultStatus.Factored ? Factorizer.Factorize(number, run).Factors : [2, 3];
        var json = $"[{string.Join(',', factors.Select(factor => $"\"{factor}\""))}]";
        rows.Add(line, Encoding.ASCII.GetBytes(text), Encoding.ASCII.GetBytes(json), status,
            status == ResultStatus.Unfactored ? "35"u8 : [], "rho"u8.ToArray(), 1);
    }

    public void Dispose()
    {
        Loader.Dispose();
        _liveness.Dispose();
    }
}

using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Working;

/// <summary>
/// The workers of one process, each a thread that an engine brings chunks to, with one lease keeper and one commit
/// writer between them. Their number follows what a person asks the ledger for.
/// </summary>
public sealed partial class WorkerPool : IAsyncDisposable
{
    /// <summary>An asked-for stop commits what is computed within this long; then the process leaves anyway.</summary>
    static readonly TimeSpan StopTime = TimeSpan.FromSeconds(1.5);

    readonly IEngine _engine;
    readonly Ledger _ledger;
    readonly WorkOptions _options;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly ILoggerFactory _loggers;
    readonly CommitWriter _writer;
    readonly LeaseKeeper _keeper;
    readonly ChunkClaims _claims;
    readonly WorkerCrew _crew;

    /// <param name="engine">What brings chunks; it goes with the pool.</param>
    /// <param name="workers">How many there are when nobody wishes otherwise.</param>
    public WorkerPool(
        IEngine engine, Ledger ledger, HeldLiveness liveness, long runnerId, int workers, WorkOptions options, TimeProvider time,
        ILoggerFactory loggers)
    {
        _engine = engine;
        _ledger = ledger;
        _options = options;
        _time = time;
        _loggers = loggers;
        _logger = loggers.CreateLogger<WorkerPool>();
        _writer = new(ledger.Commits, options.Lease, time, loggers.CreateLogger<CommitWriter>());
        _claims = new(ledger, runnerId, options, time, loggers.CreateLogger<ChunkClaims>());
        _crew = new(Run);
        _crew.Resize(workers);
        _keeper = new(
            ledger, liveness, runnerId, _crew, workers, options.Lease, time, loggers.CreateLogger<LeaseKeeper>());
    }

    /// <summary>
    /// Ends when all workers have ended: after <see cref="StopAsync"/>, in isolation when no suspect is left, or with
    /// the error that needs a person.
    /// </summary>
    public Task Ended => _crew.Ended;

    void Run(WorkerSlot slot, CancellationToken leave)
    {
        var processor = new ChunkProcessor(_ledger, _writer, slot, _options, _time, _loggers.CreateLogger<ChunkProcessor>());
        try
        {
            _engine.Run(
                new(slot, processor, _claims, _loggers.CreateLogger<ChunkWorker>(), _crew.Stopping), leave);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
        catch (LedgerException e)
        {
            _crew.Fail(e);
        }
        finally
        {
            Finish(processor);
        }
    }

    void Finish(ChunkProcessor processor)
    {
        try
        {
            processor.Settle();
        }
        catch (OperationCanceledException)
        {
            // The stop ran out of time while the ledger could not be written; the last second will be done again.
        }
        catch (LedgerException e)
        {
            _crew.Fail(e);
        }
    }

    /// <summary>Stops claiming, drops the numbers in hand, commits what is computed and lets the chunks go.</summary>
    public async Task StopAsync(CancellationToken token)
    {
        await _crew.StopAsync();
        try
        {
            await Ended.WaitAsync(StopTime, _time, token);
        }
        catch (TimeoutException)
        {
            LogLeftBehind();
        }
        catch (LedgerException)
        {
            // Whoever awaits Ended is told.
        }
    }

    /// <summary>Stops and ends whatever <see cref="StopAsync"/> left.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await _writer.DisposeAsync();
        _crew.Join(StopTime);
        _keeper.Dispose();
        _engine.Dispose();
        _claims.Dispose();
        _crew.Dispose();
    }

    [LoggerMessage(1332, LogLevel.Warning, "The ledger could not be written in time; the last second of work will be done again")]
    partial void LogLeftBehind();
}

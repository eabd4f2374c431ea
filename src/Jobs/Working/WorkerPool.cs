using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Working;

/// <summary>
/// The built-in engine inside one process: its workers, each a thread that claims chunks from the ledger and works
/// them, with one lease keeper and one commit writer between them. Their number follows what a person asks the ledger
/// for.
/// </summary>
public sealed partial class WorkerPool : IAsyncDisposable
{
    /// <summary>An asked-for stop commits what is computed within this long; then the process leaves anyway.</summary>
    static readonly TimeSpan StopTime = TimeSpan.FromSeconds(1.5);

    readonly Ledger _ledger;
    readonly WorkOptions _options;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly ILoggerFactory _loggers;
    readonly CommitWriter _writer;
    readonly LeaseKeeper _keeper;
    readonly ChunkClaims _claims;
    readonly WorkerCrew _crew;

    /// <param name="workers">How many there are when nobody wishes otherwise.</param>
    public WorkerPool(
        Ledger ledger, HeldLiveness liveness, long runnerId, int workers, WorkOptions options, TimeProvider time,
        ILoggerFactory loggers)
    {
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
            while (_claims.Next(slot.Index, processor.Settle, leave) is { } lease) Work(processor, lease, leave);
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

    void Work(ChunkProcessor processor, ChunkLease lease, CancellationToken leave)
    {
        try
        {
            processor.Process(lease, leave);
        }
#pragma warning disable CA1031 // A mistake of ours: the chunk says so, and a person who looks at the batch is told.
        catch (Exception e) when (e is not (OperationCanceledException or LedgerException))
#pragma warning restore CA1031
        {
            LogFailed(e, lease.BatchName, lease.ChunkId, lease.Attempt);
            _claims.Fail(lease, e, _crew.Stopping);
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
        _claims.Dispose();
        _crew.Dispose();
    }

    [LoggerMessage(1331, LogLevel.Error, "{Batch} chunk {Chunk} attempt {Attempt} failed; it is tried again after a while")]
    partial void LogFailed(Exception exception, string batch, long chunk, int attempt);

    [LoggerMessage(1332, LogLevel.Warning, "The ledger could not be written in time; the last second of work will be done again")]
    partial void LogLeftBehind();
}

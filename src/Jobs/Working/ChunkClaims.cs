using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Working;

/// <summary>
/// How the workers of one process come by chunks. Only one of them asks the ledger at a time, so that many idle workers
/// cost no more than one; when nothing is ready it tries to split what others are working on.
/// </summary>
public sealed partial class ChunkClaims : IDisposable
{
    static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    /// <summary>A chunk that failed by an error of ours is tried again after twice as long each time.</summary>
    static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);

    readonly Ledger _ledger;
    readonly long _runnerId;
    readonly WorkOptions _options;
    readonly ILogger _logger;
    readonly LedgerPatience _patience;
    readonly ChunkSplitter _splitter;
    readonly SemaphoreSlim _turn = new(1);

    public ChunkClaims(Ledger ledger, long runnerId, WorkOptions options, TimeProvider time, ILogger<ChunkClaims> logger)
    {
        _ledger = ledger;
        _runnerId = runnerId;
        _options = options;
        _splitter = new(ledger, options);
        _logger = logger;
        _patience = new(time, LedgerPatience.Endless, LogWaiting, LogGoingOn);
    }

    /// <summary>
    /// Waits for the next chunk. An isolated process does not wait: it is there for the suspects of the moment.
    /// </summary>
    /// <param name="settle">
    /// Called on this thread when nothing is ready, before anything is split: until the worker's own last commit is
    /// answered its finished chunk still looks like work to be shared.
    /// </param>
    /// <returns>Null in isolation when no suspect is left.</returns>
    /// <exception cref="OperationCanceledException">The worker is to stop.</exception>
    public ChunkLease? Next(int worker, Action settle, CancellationToken stop)
    {
        _turn.Wait(stop);
        try
        {
            var longest = _ledger.WakeUps.LongestPause;
            for (var pause = ShortestPause; ; pause = pause * 1.5 < longest ? pause * 1.5 : longest)
            {
                if (Ask(token => ClaimAsync(worker, token), stop) is { } lease) return lease;

                settle();
                if (_options.Isolated) return null;
                if (Ask(_splitter.SplitAsync, stop)) continue;

                _ledger.WakeUps.Wait(pause, stop);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Takes the chunk somebody was told of if it is about to be served, otherwise what comes first: whoever is brought
    /// to a queue works by its order.
    /// </summary>
    /// <returns>Null when nothing is ready.</returns>
    /// <exception cref="OperationCanceledException">The worker is to stop.</exception>
    public ChunkLease? Take(int worker, long batchId, long chunkId, CancellationToken stop) =>
        Ask(token => _ledger.Chunks.ClaimOneAsync(_runnerId, worker, _options.Lease, batchId, chunkId, token), stop) ??
        Ask(token => ClaimAsync(worker, token), stop);

    T Ask<T>(Func<CancellationToken, Task<T>> question, CancellationToken stop) =>
        _patience.AskAsync(question, stop).GetAwaiter().GetResult();

    Task<ChunkLease?> ClaimAsync(int worker, CancellationToken stop) =>
        _ledger.Chunks.ClaimIfReadyAsync(_runnerId, worker, _options.Isolated, _options.Lease, stop);

    /// <summary>Gives a chunk back that an error of ours stopped: it is tried again later, or fails for good.</summary>
    /// <exception cref="OperationCanceledException">The worker is to stop; the chunk is given back with the runner.</exception>
    public void Fail(ChunkLease lease, Exception error, CancellationToken stop)
    {
        var backOff = FirstBackOff * Math.Pow(2, Math.Min(lease.Attempt, 8));
        Ask(token => _ledger.Chunks.FailAsync(lease, error.ToString(), _options.MaxFailures, backOff, token), stop);
    }

    public void Dispose() => _turn.Dispose();

    [LoggerMessage(1321, LogLevel.Warning, "No chunk can be claimed: {Reason}")]
    partial void LogWaiting(string reason);

    [LoggerMessage(1322, LogLevel.Information, "The ledger answers again")]
    partial void LogGoingOn();
}

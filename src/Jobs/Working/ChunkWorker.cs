using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Working;

/// <summary>One worker of a process as its engine sees it. Everything happens on the worker's own thread.</summary>
public sealed partial class ChunkWorker
{
    readonly ChunkProcessor _processor;
    readonly ChunkClaims _claims;
    readonly WorkerSlot _slot;
    readonly CancellationToken _stopping;
    readonly ILogger _logger;

    /// <param name="stopping">Ends when all workers of the process are to stop.</param>
    internal ChunkWorker(
        WorkerSlot slot, ChunkProcessor processor, ChunkClaims claims, ILogger<ChunkWorker> logger,
        CancellationToken stopping)
    {
        _slot = slot;
        _processor = processor;
        _claims = claims;
        _stopping = stopping;
        _logger = logger;
    }

    /// <summary>0-based number of the worker in its process.</summary>
    public int Index => _slot.Index;

    /// <summary>Waits for the best chunk there is: see <see cref="ChunkClaims.Next"/>.</summary>
    /// <returns>Null in isolation when no suspect is left.</returns>
    /// <exception cref="OperationCanceledException">The worker is to leave.</exception>
    public ChunkLease? Next(CancellationToken leave) => _claims.Next(Index, _processor.Settle, leave);

    /// <summary>Claims the chunk a ticket names, or what comes before it: see <see cref="ChunkClaims.Take"/>.</summary>
    /// <returns>Null when nothing is ready.</returns>
    /// <exception cref="OperationCanceledException">The worker is to leave.</exception>
    public ChunkLease? Take(long batchId, long chunkId, CancellationToken leave) =>
        _claims.Take(Index, batchId, chunkId, leave);

    /// <summary>
    /// Works a claimed chunk until it is done, lost, asked back or the worker leaves. An error of ours gives the chunk
    /// back to be tried again later.
    /// </summary>
    /// <returns>The error of ours; null when there was none.</returns>
    /// <exception cref="LedgerException">The ledger needs a person.</exception>
    public Exception? Work(ChunkLease lease, CancellationToken leave)
    {
        try
        {
            _processor.Process(lease, leave);
            return null;
        }
#pragma warning disable CA1031 // A mistake of ours: the chunk says so, and a person who looks at the batch is told.
        catch (Exception e) when (e is not (OperationCanceledException or LedgerException))
#pragma warning restore CA1031
        {
            LogFailed(e, lease.BatchName, lease.ChunkId, lease.Attempt);
            _claims.Fail(lease, e, _stopping);
            return e;
        }
    }

    /// <summary>Waits until what was worked is committed.</summary>
    /// <exception cref="LedgerException">The ledger needs a person.</exception>
    public void Settle() => _processor.Settle();

    [LoggerMessage(1331, LogLevel.Error, "{Batch} chunk {Chunk} attempt {Attempt} failed; it is tried again after a while")]
    partial void LogFailed(Exception exception, string batch, long chunk, int attempt);
}

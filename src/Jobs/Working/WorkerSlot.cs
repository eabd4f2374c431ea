using BatchRunner.Factoring;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Working;

/// <summary>
/// What the lease keeper sees of one worker, and its way to call it off. The worker's thread writes, the keeper's reads.
/// </summary>
public sealed class WorkerSlot(int index)
{
    volatile Holding? _holding;
    volatile bool _waits = true;
    long _beat;
    long _seenTicks = -1;

    public int Index => index;

    /// <summary>The chunk in hand; null between two chunks.</summary>
    public ChunkLease? Lease => _holding?.Lease;

    /// <summary>
    /// Takes a chunk in hand. The token ends when the worker is to drop it at once: its lease is lost, or
    /// <paramref name="stop"/>.
    /// </summary>
    internal Holding Take(ChunkLease lease, TimeProvider clock, CancellationToken stop)
    {
        var lost = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var holding = new Holding(lease, new FactoringRun(clock, lost.Token), lost);
        _waits = false;
        _holding = holding;
        return holding;
    }

    internal void LetGo()
    {
        _waits = true;
        _holding = null;
    }

    /// <summary>Waiting for the ledger is no hanging: the beat goes on.</summary>
    internal void Waits(bool waits) => _waits = waits;

    /// <summary>A number that changes whenever the worker has moved since the last call.</summary>
    internal long Beat()
    {
        var ticks = _holding?.Run.Ticks ?? -1;
        if (_waits || ticks != _seenTicks) _beat++;
        _seenTicks = ticks;
        return _beat;
    }

    /// <summary>The ledger no longer grants this attempt: the worker drops it within 50 ms.</summary>
    internal void Lose(ChunkLease lease)
    {
        var holding = _holding;
        if (holding is not null && holding.Lease == lease) holding.Lose();
    }

    /// <summary>A chunk in hand.</summary>
    internal sealed class Holding(ChunkLease lease, FactoringRun run, CancellationTokenSource lost) : IDisposable
    {
        readonly Lock _gate = new();
        bool _disposed;

        internal ChunkLease Lease => lease;
        internal FactoringRun Run => run;
        internal bool IsLost { get; private set; }

        internal void Lose()
        {
            lock (_gate)
            {
                if (_disposed) return;
                IsLost = true;
                lost.Cancel();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _disposed = true;
                lost.Dispose();
            }
        }
    }
}

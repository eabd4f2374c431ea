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
    /// Takes a chunk in hand. Its run is cancelled when the worker is to drop the number in hand: the lease is lost, the
    /// chunk was asked back, or <paramref name="stop"/>.
    /// </summary>
    internal Holding Take(ChunkLease lease, TimeProvider clock, CancellationToken stop)
    {
        var drop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var holding = new Holding(lease, new FactoringRun(clock, drop.Token), drop);
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

    /// <summary>
    /// The chunk is to be let go with what is done of it. Asked once, the worker does so after the number in hand; asked
    /// again, a number that is still in hand is dropped.
    /// </summary>
    internal void AskBack(ChunkLease lease)
    {
        var holding = _holding;
        if (holding is not null && holding.Lease == lease) holding.AskBack();
    }

    /// <summary>A higher priority waits: the worker offers to let go with its next commit.</summary>
    internal void AskToGiveWay(ChunkLease lease)
    {
        var holding = _holding;
        if (holding is not null && holding.Lease == lease) holding.AskToGiveWay();
    }

    /// <summary>A chunk in hand.</summary>
    internal sealed class Holding(ChunkLease lease, FactoringRun run, CancellationTokenSource drop) : IDisposable
    {
        readonly Lock _gate = new();
        volatile bool _isAskedBack;
        volatile bool _isOutranked;
        bool _disposed;

        internal ChunkLease Lease => lease;
        internal FactoringRun Run => run;
        internal bool IsLost { get; private set; }
        internal bool IsAskedBack => _isAskedBack;

        /// <summary>True once for each time it was asked to give way.</summary>
        internal bool TakeGiveWay()
        {
            var asked = _isOutranked;
            if (asked) _isOutranked = false;
            return asked;
        }

        internal void AskToGiveWay() => _isOutranked = true;

        internal void AskBack()
        {
            if (_isAskedBack) Drop(isLost: false);
            _isAskedBack = true;
        }

        internal void Lose() => Drop(isLost: true);

        void Drop(bool isLost)
        {
            lock (_gate)
            {
                if (_disposed) return;
                IsLost |= isLost;
                drop.Cancel();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _disposed = true;
                drop.Dispose();
            }
        }
    }
}

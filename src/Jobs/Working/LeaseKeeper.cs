using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Working;

/// <summary>
/// Keeps the leases of a process on a thread of its own, so that a busy processor never looks like death: it shows to
/// others that each worker moves, and calls a worker off whose attempt the ledger no longer grants.
/// </summary>
public sealed partial class LeaseKeeper : IDisposable
{
    /// <summary>A cancelled batch or a lost lease is noticed after this long at most.</summary>
    static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(400);

    readonly Ledger _ledger;
    readonly HeldLiveness _liveness;
    readonly long _runnerId;
    readonly IReadOnlyList<WorkerSlot> _slots;
    readonly TimeSpan _lease;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly Dictionary<(long ChunkId, int Attempt), long> _unheldSince = [];
    readonly ManualResetEventSlim _stop = new();
    readonly Thread _thread;

    public LeaseKeeper(
        Ledger ledger, HeldLiveness liveness, long runnerId, IReadOnlyList<WorkerSlot> slots, TimeSpan lease,
        TimeProvider time, ILogger<LeaseKeeper> logger)
    {
        _lease = lease;
        _time = time;
        _ledger = ledger;
        _liveness = liveness;
        _runnerId = runnerId;
        _slots = slots;
        _logger = logger;
        _thread = new(Loop) { IsBackground = true, Name = "lease keeper", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    void Loop()
    {
        var beats = new long[_slots.Count];
        do
        {
            try
            {
                for (var i = 0; i < beats.Length; i++) beats[i] = _slots[i].Beat();
                _liveness.Beat(beats);
                CallOffLost();
            }
            catch (LedgerException e)
            {
                // Nobody can take a chunk away while the ledger cannot be read; the next turn asks again.
                LogCannotAsk(e.Message);
            }
            catch (IOException e)
            {
                LogCannotBeat(e.Message);
            }
        }
        while (!_stop.Wait(Turn));
    }

    void CallOffLost()
    {
        // Snapshot first, question second: an attempt in the snapshot was granted before the question was asked.
        var held = _slots.Select(slot => (Slot: slot, slot.Lease)).Where(h => h.Lease is not null).ToList();
        var granted = _ledger.Chunks.GrantedAsync(_runnerId, CancellationToken.None).GetAwaiter().GetResult();
        foreach (var (slot, lease) in held)
        {
            if (!granted.Contains((lease!.ChunkId, lease.Attempt))) slot.Lose(lease);
        }
        GiveBackUnheld(granted, [.. held.Select(h => (h.Lease!.ChunkId, h.Lease.Attempt))]);
    }

    // A claim may have happened although it was answered with an error. Then the ledger believes that we work a chunk
    // of which no worker knows; after a lease (a last commit may still be on its way) it is given back.
    void GiveBackUnheld(IReadOnlyList<(long, int)> granted, HashSet<(long, int)> held)
    {
        foreach (var known in _unheldSince.Keys.Where(k => held.Contains(k) || !granted.Contains(k)).ToList())
            _unheldSince.Remove(known);
        foreach (var attempt in granted.Where(g => !held.Contains(g)))
        {
            if (!_unheldSince.TryAdd(attempt, _time.GetTimestamp()) &&
                _time.GetElapsedTime(_unheldSince[attempt]) > _lease)
            {
                var (chunkId, number) = attempt;
                _ledger.Chunks.ReleaseAsync(chunkId, _runnerId, number, CancellationToken.None).GetAwaiter().GetResult();
            }
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    [LoggerMessage(1311, LogLevel.Debug, "The leases could not be looked up: {Reason}")]
    partial void LogCannotAsk(string reason);

    [LoggerMessage(1312, LogLevel.Warning, "The sign of life could not be written: {Reason}")]
    partial void LogCannotBeat(string reason);
}

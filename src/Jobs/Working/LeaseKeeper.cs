using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Working;

/// <summary>
/// Keeps the leases of a process on a thread of its own, so that a busy processor never looks like death: it shows to
/// others that each worker moves, and carries the ledger's orders to the workers: an attempt no longer granted is called
/// off, a paused chunk asked back, an outranked one asked to give way, and workers come and go as a person wants them.
/// </summary>
sealed partial class LeaseKeeper : IDisposable
{
    /// <summary>
    /// An order is heard after this long at most, and a pause lets the number in hand go on for one turn more.
    /// </summary>
    static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    readonly Ledger _ledger;
    readonly HeldLiveness _liveness;
    readonly long _runnerId;
    readonly WorkerCrew _crew;
    readonly TimeSpan _lease;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly Dictionary<(long ChunkId, int Attempt), long> _unheldSince = [];
    readonly ManualResetEventSlim _stop = new();
    readonly Thread _thread;
    readonly int _workers;
    int _followed;
    Task _recording = Task.CompletedTask;

    /// <param name="workers">How many workers there are when nobody wishes otherwise.</param>
    internal LeaseKeeper(
        Ledger ledger, HeldLiveness liveness, long runnerId, WorkerCrew crew, int workers, TimeSpan lease,
        TimeProvider time, ILogger<LeaseKeeper> logger)
    {
        _lease = lease;
        _time = time;
        _ledger = ledger;
        _liveness = liveness;
        _runnerId = runnerId;
        _crew = crew;
        _workers = _followed = workers;
        _logger = logger;
        _thread = new(Loop) { IsBackground = true, Name = "lease keeper", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    void Loop()
    {
        do
        {
            try
            {
                _liveness.Beat([.. _crew.Slots.Select(slot => slot.Beat())]);
                CarryOrders();
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

    void CarryOrders()
    {
        // Snapshot first, question second: an attempt in the snapshot was granted before the question was asked.
        var held = _crew.Slots.Select(slot => (Slot: slot, slot.Lease)).Where(h => h.Lease is not null).ToList();
        var orders = _ledger.Orders.ReadAsync(_runnerId, CancellationToken.None).GetAwaiter().GetResult();
        foreach (var (slot, lease) in held)
        {
            var order = orders?.Chunks.FirstOrDefault(c => c.ChunkId == lease!.ChunkId && c.Attempt == lease.Attempt);
            if (order is null) slot.Lose(lease!);
            else if (order.Paused) slot.AskBack(lease!);
            else if (order.Outranked) slot.AskToGiveWay(lease!);
        }
        if (orders is null) return;

        GiveBackUnheld(
            [.. orders.Chunks.Select(c => (c.ChunkId, c.Attempt))], [.. held.Select(h => (h.Lease!.ChunkId, h.Lease.Attempt))]);
        Follow(orders);
    }

    // Only a wish that changes moves anything: a worker that ended by itself is not to be called back.
    void Follow(RunnerOrders orders)
    {
        var wanted = orders.WantedWorkers ?? _workers;
        if (wanted != _followed)
        {
            LogFollows(_followed, wanted);
            _crew.Resize(wanted);
            _followed = wanted;
        }
        // Not on this thread: the beats go on while a write waits.
        if (orders.Workers != _followed && _recording.IsCompleted) _recording = RecordAsync(_followed);
    }

    async Task RecordAsync(int workers)
    {
        await Task.Yield();
        try
        {
            await _ledger.Runners.RecordWorkersAsync(_runnerId, workers, CancellationToken.None);
        }
        catch (LedgerException e)
        {
            LogCannotAsk(e.Message);
        }
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

    [LoggerMessage(1313, LogLevel.Information, "{Before} workers become {Now}, as asked for")]
    partial void LogFollows(int before, int now);

    [LoggerMessage(1312, LogLevel.Warning, "The sign of life could not be written: {Reason}")]
    partial void LogCannotBeat(string reason);
}

using BatchRunner.Storage;

namespace BatchRunner.Jobs.Working;

/// <summary>
/// One worker's way to the ledger: rows gather in one buffer while the other is being committed, so computing never
/// waits for the disk unless it is a whole commit ahead of it. Belongs to one thread.
/// </summary>
sealed class CommitPipeline(CommitWriter writer, WorkerSlot slot)
{
    ResultRows _filling = new();
    ResultRows _committing = new();
    Task<CommitOutcome>? _pending;
    Action<CommitOutcome> _answered = _ => { };

    /// <summary>Rows not handed over yet.</summary>
    internal ResultRows Rows => _filling;

    /// <summary>False while a commit is on its way: sending another would have to wait for it.</summary>
    internal bool IsFree => _pending is null or { IsCompleted: true };

    /// <summary>Hands the gathered rows over, after the answer to the commit before has been taken.</summary>
    /// <param name="answered">Told the ledger's answer on this worker's thread, at the latest before the next commit.</param>
    /// <exception cref="LedgerException">The ledger needs a person.</exception>
    internal void Send(Func<ResultRows, ChunkCommit> build, Action<CommitOutcome> answered)
    {
        Settle();
        (_filling, _committing) = (_committing, _filling);
        _filling.Clear();
        _answered = answered;
        // No token: what is computed is committed even when the worker is asked to stop.
        _pending = writer.CommitAsync(build(_committing), CancellationToken.None);
    }

    /// <summary>Waits for the commit on its way, if there is one, and passes the answer on.</summary>
    internal void Settle()
    {
        if (_pending is not { } pending) return;

        slot.Waits(true);
        _pending = null;
        var outcome = pending.GetAwaiter().GetResult();
        slot.Waits(slot.Lease is null);
        _answered(outcome);
    }

    /// <summary>Forgets the rows not handed over.</summary>
    internal void Drop() => _filling.Clear();
}

namespace BatchRunner.Storage;

/// <summary>How idle workers learn that a chunk may have become ready.</summary>
public abstract class WakeUps
{
    /// <summary>Longer than this nobody should wait without asking the ledger.</summary>
    public abstract TimeSpan LongestPause { get; }

    /// <summary>
    /// Returns when something may be ready, at the latest after <paramref name="pause"/>. What became ready since the
    /// wait before counts: nobody sleeps over it.
    /// </summary>
    /// <exception cref="OperationCanceledException">The worker is to stop.</exception>
    public abstract void Wait(TimeSpan pause, CancellationToken token);
}

namespace BatchRunner.Jobs.Working;

/// <summary>
/// What brings chunks to the workers of a process. Whatever it brings, the claim on the ledger decides, so an engine may
/// bring a chunk late, twice or in vain; it must only bring each in the end.
/// </summary>
public interface IEngine : IDisposable
{
    /// <summary>
    /// Brings chunks to one worker, on that worker's own thread, until the worker is to leave or has nothing to stay for.
    /// </summary>
    /// <exception cref="OperationCanceledException">The worker is to leave.</exception>
    /// <exception cref="Storage.LedgerException">The ledger needs a person: all workers of the process end.</exception>
    void Run(ChunkWorker worker, CancellationToken leave);
}

namespace BatchRunner.Jobs.Working;

/// <summary>The built-in engine: each worker asks the ledger for its next chunk.</summary>
public sealed class LedgerEngine : IEngine
{
    public void Run(ChunkWorker worker, CancellationToken leave)
    {
        while (worker.Next(leave) is { } lease) worker.Work(lease, leave);
    }

    public void Dispose()
    {
        // Nothing is held: the ledger is the queue.
    }
}

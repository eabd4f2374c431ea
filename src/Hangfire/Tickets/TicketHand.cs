using BatchRunner.Jobs.Working;
using BatchRunner.Storage;
using Hangfire;
using Hangfire.Server;

namespace BatchRunner.Hangfire.Tickets;

/// <summary>
/// Carries a ticket out with one worker: the same claim and the same processor as every engine. What comes first in the
/// ledger is worked first, so a ticket may bring its worker to another chunk than the one it names; it then says so.
/// </summary>
sealed class TicketHand(ChunkWorker worker, CancellationToken leave) : JobActivator, IChunkTicket
{
    PerformContext? _ticket;

    /// <summary>What needs a person; Hangfire would only call the ticket failed.</summary>
    internal LedgerException? Trouble { get; private set; }

    public override JobActivatorScope BeginScope(PerformContext context)
    {
        _ticket = context;
        return base.BeginScope(context);
    }

    public override object ActivateJob(Type jobType) => this;

    public void Work(long batchId, long chunkId)
    {
        try
        {
            // Nothing to claim is nothing wrong: others were faster, or the chunk waits for something.
            if (worker.Take(batchId, chunkId, leave) is not { } lease) return;

            if (lease.ChunkId != chunkId) _ticket?.SetJobParameter(OtherChunk.Parameter, new OtherChunk(lease.BatchId, lease.ChunkId));
            var error = worker.Work(lease, leave);
            // A ticket has succeeded when its rows are in the ledger.
            worker.Settle();
            if (error is not null)
                throw new InvalidOperationException($"The chunk is tried again after a while: {error.Message}", error);
        }
        catch (OperationCanceledException)
        {
            // The worker leaves; the chunk waits in the ledger, and the sweep writes another ticket for it.
        }
        catch (LedgerException e)
        {
            Trouble = e;
        }
    }
}

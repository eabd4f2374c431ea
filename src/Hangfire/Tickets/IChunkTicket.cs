namespace BatchRunner.Hangfire.Tickets;

/// <summary>
/// What Hangfire stores: this name, this method and two integers. Tickets outlive the program that wrote them, so none of
/// it ever changes.
/// </summary>
public interface IChunkTicket
{
    /// <summary>Works the chunk if it still waits; does nothing if it does not.</summary>
    void Work(long batchId, long chunkId);
}

namespace BatchRunner.Storage;

/// <summary>An attempt in force, and what is asked of the worker that has it.</summary>
public sealed record ChunkOrder
{
    public ChunkOrder()
    {
    }

    public ChunkOrder(long chunkId, int attempt, bool paused, bool outranked) =>
        (ChunkId, Attempt, Paused, Outranked) = (chunkId, attempt, paused, outranked);

    public long ChunkId { get; init; }
    public int Attempt { get; init; }

    /// <summary>The batch is paused: let the chunk go.</summary>
    public bool Paused { get; init; }

    /// <summary>A chunk of higher priority is ready: offer to give way with the next commit.</summary>
    public bool Outranked { get; init; }
}

namespace BatchRunner.Storage;

/// <summary>A chunk that could be claimed now.</summary>
public sealed record WaitingChunk
{
    public long BatchId { get; init; }
    public long ChunkId { get; init; }

    /// <summary>How often it has been claimed so far: whoever claims it gets the next number.</summary>
    public int Attempt { get; init; }

    /// <summary>Predicted CPU microseconds.</summary>
    public double Effort { get; init; }

    /// <summary>-1, 0 or 1.</summary>
    public int Priority { get; init; }
}

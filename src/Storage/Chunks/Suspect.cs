namespace BatchRunner.Storage;

/// <summary>A line on which isolated workers died.</summary>
public sealed record Suspect
{
    public long ChunkId { get; init; }
    public long BatchId { get; init; }
    public long PayloadId { get; init; }
    public long Line { get; init; }
    public int Deaths { get; init; }
}

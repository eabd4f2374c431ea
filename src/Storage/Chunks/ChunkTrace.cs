namespace BatchRunner.Storage;

/// <summary>What a chunk did and when: enough to draw a batch of many thousand chunks.</summary>
public sealed record ChunkTrace
{
    public long Id { get; init; }
    public long PayloadId { get; init; }

    /// <summary>One of <see cref="ChunkState"/>.</summary>
    public required string State { get; init; }

    public int Attempt { get; init; }
    public long FirstLine { get; init; }
    public long NextLine { get; init; }
    public long EndLine { get; init; }
    public long Done { get; init; }
    public int Rescues { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}

namespace BatchRunner.Storage;

/// <summary>One row of <c>history</c>: what happened to a batch, and to which of its lines.</summary>
public sealed record HistoryRow
{
    public long Id { get; init; }
    public long BatchId { get; init; }

    /// <summary>One of <see cref="HistoryEvent"/>.</summary>
    public required string Event { get; init; }

    public DateTimeOffset HappenedAt { get; init; }
    public long? ChunkId { get; init; }

    /// <summary>Lines [FirstLine, EndLine) are meant; null when all of the batch is.</summary>
    public long? FirstLine { get; init; }

    public long? EndLine { get; init; }

    /// <summary>The attempt that ended; null where none did.</summary>
    public int? Attempt { get; init; }

    public long? RunnerId { get; init; }
    public string? Detail { get; init; }
}

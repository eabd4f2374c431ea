namespace BatchRunner.Storage;

/// <summary>
/// The right to work a chunk, as claimed. <see cref="Attempt"/> is the fencing token: whoever presents an older one
/// commits nothing.
/// </summary>
public sealed record ChunkLease
{
    public long ChunkId { get; init; }
    public long BatchId { get; init; }
    public long PayloadId { get; init; }
    public long RunnerId { get; init; }
    public int Attempt { get; init; }

    /// <summary>The first line not done yet when the chunk was claimed.</summary>
    public long NextLine { get; init; }

    /// <summary>The line after the last; a split may move it down while the chunk runs.</summary>
    public long EndLine { get; init; }

    public long Numbers { get; init; }

    /// <summary>Predicted CPU microseconds of the whole chunk.</summary>
    public double Effort { get; init; }

    /// <summary>
    /// CPU seconds each of its numbers may take, asked for with a retry; 0 = no limit, null = what the settings say.
    /// </summary>
    public double? BudgetSeconds { get; init; }

    /// <summary>Name of the batch, for people.</summary>
    public required string BatchName { get; init; }
}

namespace BatchRunner.Storage;

/// <summary>A running chunk that may give its tail away.</summary>
public sealed record SplitVictim
{
    public long ChunkId { get; init; }
    public long BatchId { get; init; }
    public long PayloadId { get; init; }
    public int Attempt { get; init; }

    /// <summary>The cursor as the last commit left it; its worker is already further.</summary>
    public long NextLine { get; init; }

    /// <summary>The line after the last.</summary>
    public long EndLine { get; init; }

    /// <summary>Predicted CPU microseconds from <see cref="NextLine"/> on.</summary>
    public double EffortLeft { get; init; }

    /// <summary>A lease after the last commit.</summary>
    public DateTimeOffset LeaseUntil { get; init; }

    /// <summary>The line an isolated worker has in hand.</summary>
    public long? SuspectLine { get; init; }

    /// <summary>CPU seconds each of its numbers may take; null for the setting.</summary>
    public double? BudgetSeconds { get; init; }
}

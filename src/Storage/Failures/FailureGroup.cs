namespace BatchRunner.Storage;

/// <summary>What went wrong for one and the same cause.</summary>
public sealed record FailureGroup
{
    /// <summary>As it was recorded where it went wrong.</summary>
    public required string Cause { get; init; }

    public long Count { get; init; }

    /// <summary>The newest batch it happened in; null where it belongs to none.</summary>
    public long? BatchId { get; init; }

    /// <summary>When it happened last.</summary>
    public DateTimeOffset? LastAt { get; init; }
}

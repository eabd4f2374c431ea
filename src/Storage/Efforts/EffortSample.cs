namespace BatchRunner.Storage;

/// <summary>What was predicted for a chunk and what it took.</summary>
public sealed record EffortSample
{
    public long Id { get; init; }

    /// <summary>The machine that worked it, to its end at least.</summary>
    public required string Host { get; init; }

    public long BatchId { get; init; }
    public long Numbers { get; init; }

    /// <summary>CPU microseconds, for all its numbers.</summary>
    public double Predicted { get; init; }

    /// <summary>CPU microseconds, for all its numbers.</summary>
    public double Actual { get; init; }
}

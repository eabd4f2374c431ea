namespace BatchRunner.Storage;

/// <summary>One row of the view <c>batch_summary</c>: live counters in human columns.</summary>
public sealed record BatchSummary
{
    public long Id { get; init; }
    public required string Name { get; init; }

    /// <summary>One of <see cref="BatchState"/>.</summary>
    public required string State { get; init; }

    public bool Paused { get; init; }

    /// <summary><c>high</c>, <c>normal</c> or <c>low</c>.</summary>
    public required string Priority { get; init; }

    public long Lines { get; init; }
    public long Blanks { get; init; }
    public long Numbers { get; init; }
    public long Rejects { get; init; }

    /// <summary>Numbers that have their result row, however they ended.</summary>
    public long Done { get; init; }

    /// <summary>Numbers without a result row.</summary>
    public long Waiting { get; init; }

    public long Unfactored { get; init; }
    public long Quarantined { get; init; }
    public long ReadyChunks { get; init; }
    public long RunningChunks { get; init; }
    public long FailedChunks { get; init; }

    /// <summary>Predicted CPU microseconds of all numbers read so far.</summary>
    public double Effort { get; init; }

    /// <summary>Predicted CPU microseconds of the numbers still waiting.</summary>
    public double EffortLeft { get; init; }

    /// <summary>
    /// Sum of effort times the mean effort of a number over what waits: how uneven it is, in square microseconds.
    /// </summary>
    public double EffortSquares { get; init; }

    /// <summary>Predicted CPU microseconds of a number in the open chunk that has the hardest.</summary>
    public double Hardest { get; init; }

    /// <summary>CPU microseconds spent on committed rows.</summary>
    public long Micros { get; init; }

    public long Bytes { get; init; }
    public long LoadedBytes { get; init; }
    public required string Host { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string? Error { get; init; }
}

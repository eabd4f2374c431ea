namespace BatchRunner.Storage;

/// <summary>One row of <c>chunks</c>, for people who look.</summary>
public sealed record ChunkRow
{
    public long Id { get; init; }
    public long BatchId { get; init; }
    public long PayloadId { get; init; }
    public required string State { get; init; }

    /// <summary>How often the chunk was claimed; the fencing token of the claim in force.</summary>
    public int Attempt { get; init; }

    public long? RunnerId { get; init; }
    public int? Worker { get; init; }
    public long FirstLine { get; init; }
    public long NextLine { get; init; }
    public long EndLine { get; init; }
    public long Numbers { get; init; }
    public double Effort { get; init; }

    /// <summary>Predicted CPU microseconds of the lines before <see cref="NextLine"/>.</summary>
    public double EffortDone { get; init; }

    /// <summary>A lease after the claim or the last commit; null while it was never claimed.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    public long Done { get; init; }
    public long Micros { get; init; }

    /// <summary>Deaths of its worker in a row without any progress.</summary>
    public int Crashes { get; init; }

    /// <summary>The line an isolated worker started last.</summary>
    public long? SuspectLine { get; init; }

    /// <summary>Deaths in a row on <see cref="SuspectLine"/> that cannot be laid at anybody else's door.</summary>
    public int SuspectDeaths { get; init; }

    /// <summary>Errors of ours in a row.</summary>
    public int Failures { get; init; }

    public int Rescues { get; init; }

    /// <summary>Where the attempt in force took the chunk over.</summary>
    public long? ClaimedLine { get; init; }

    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? Error { get; init; }
}

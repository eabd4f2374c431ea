namespace BatchRunner.Storage;

/// <summary>One row of <c>runners</c>.</summary>
public sealed record RunnerRow
{
    public long Id { get; init; }

    /// <summary>One of <see cref="RunnerRole"/>.</summary>
    public required string Role { get; init; }

    public long? ParentId { get; init; }
    public required string Host { get; init; }
    public int Pid { get; init; }
    public required string PidStarted { get; init; }
    public required string Liveness { get; init; }
    public required string Version { get; init; }

    /// <summary>Execution slots it has; 0 when it only loads and exports.</summary>
    public int Workers { get; init; }

    /// <summary>How many a person asked it to have; null for what its settings say.</summary>
    public int? WantedWorkers { get; init; }

    public bool Isolated { get; init; }

    /// <summary><c>alive</c>, <c>stopped</c> (it said so) or <c>dead</c> (it was found so).</summary>
    public required string State { get; init; }

    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndReason { get; init; }
}

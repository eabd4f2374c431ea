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
    public int Workers { get; init; }
    public bool Isolated { get; init; }

    /// <summary><c>alive</c>, <c>stopped</c> (it said so) or <c>dead</c> (it was found so).</summary>
    public required string State { get; init; }

    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndReason { get; init; }
}

using BatchRunner.Jobs.Planning;

namespace BatchRunner.Jobs.Working;

/// <summary>How workers work; the Runner fills it from the settings of the same names.</summary>
public sealed record WorkOptions
{
    /// <summary>CPU time a number may take; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</summary>
    public required TimeSpan Budget { get; init; }

    /// <summary>
    /// CPU time after which a number no longer holds its neighbours up and becomes a chunk of its own.
    /// </summary>
    public required TimeSpan SetAsideAfter { get; init; }

    /// <summary>What this machine takes for what is predicted.</summary>
    public MachinePace Pace { get; init; } = MachinePace.Unknown;

    /// <summary>How long an attempt stays good without a sign of life.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>Errors of ours in a row after which a chunk fails.</summary>
    public required int MaxFailures { get; init; }

    /// <summary>Deaths on one line after which it is quarantined.</summary>
    public required int MaxCrashes { get; init; }

    /// <summary>Work suspect chunks only, one number at a time.</summary>
    public bool Isolated { get; init; }
}

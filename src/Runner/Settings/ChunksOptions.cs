using System.ComponentModel.DataAnnotations;

namespace BatchRunner.Runner.Settings;

/// <summary>How batches are cut into chunks, and how often a chunk may go wrong.</summary>
public sealed class ChunksOptions
{
    /// <summary>Seconds of one worker a chunk is cut to; fractions allowed. Default 2.</summary>
    [Range(0.01, 3600.0)]
    public double TargetSeconds { get; set; } = 2;

    /// <summary>Numbers a chunk holds at most, however easy they are. Default 50000.</summary>
    [Range(1, 1_000_000)]
    public int MaxNumbers { get; set; } = 50_000;

    /// <summary>Errors of ours after which a chunk is failed and waits for a person. Default 5.</summary>
    [Range(1, 1000)]
    public int MaxFailures { get; set; } = 5;

    /// <summary>Deaths of a worker on one line after which that line is quarantined. Default 3.</summary>
    [Range(1, 1000)]
    public int MaxCrashes { get; set; } = 3;
}

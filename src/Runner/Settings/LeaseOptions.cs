using System.ComponentModel.DataAnnotations;

namespace BatchRunner.Runner.Settings;

/// <summary>The right to finish an attempt until a moment.</summary>
public sealed class LeaseOptions
{
    /// <summary>
    /// Seconds a runner may be silent before its chunks are given to others; fractions allowed. Default 15.
    /// </summary>
    [Range(1.0, 3600.0)]
    public double Seconds { get; set; } = 15;
}

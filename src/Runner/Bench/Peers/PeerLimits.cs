namespace BatchRunner.Runner.Bench;

/// <summary>How patient the contest is.</summary>
sealed record PeerLimits
{
    /// <summary>A run that takes longer is ended.</summary>
    internal TimeSpan Most { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first look at a peer is ended after this; then it gets <see cref="FewNumbers"/>.</summary>
    internal TimeSpan Sample { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What takes longer is not repeated.</summary>
    internal TimeSpan Long { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>One number in so many is tried first.</summary>
    internal int SampleShare { get; init; } = 50;

    internal int FewNumbers { get; init; } = 20;

    internal static PeerLimits Quick { get; } = new()
    {
        Most = TimeSpan.FromSeconds(8),
        Sample = TimeSpan.FromSeconds(2),
        Long = TimeSpan.FromSeconds(2),
        FewNumbers = 4,
    };
}

namespace BatchRunner.Storage;

/// <summary>The ledger's answer to a <see cref="ChunkCommit"/>.</summary>
/// <param name="Accepted">False when the lease was lost: drop the work and claim another chunk.</param>
/// <param name="EndLine">Where the chunk ends now; lower than before when it was split.</param>
/// <param name="Ended">The chunk is completed.</param>
/// <param name="Paused">The batch was paused: let the chunk go at this boundary.</param>
public readonly record struct CommitOutcome(bool Accepted, long EndLine, bool Ended, bool Paused)
{
    /// <summary>The chunk is somebody else's to claim: it was let go with this commit.</summary>
    public bool Released { get; init; }

    internal static CommitOutcome Lost => default;
}

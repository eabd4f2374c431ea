namespace BatchRunner.Storage;

/// <summary>What a worker has to say about its chunk: rows done, numbers set aside, and whether it lets go.</summary>
/// <param name="Lease">The attempt that speaks.</param>
/// <param name="FromLine">Where the cursor stands, as the worker knows it.</param>
/// <param name="ToLine">Where it moves to; <see cref="long.MaxValue"/> when no number is left in the chunk.</param>
/// <param name="Rows">Rows of lines in between.</param>
public sealed record ChunkCommit(ChunkLease Lease, long FromLine, long ToLine, ResultRows Rows)
{
    /// <summary>Numbers in between that became too much for their chunk: each becomes a chunk of its own.</summary>
    public IReadOnlyList<SetAside> SetAside { get; init; } = [];

    /// <summary>The worker stops here; what is left of the chunk is ready for others.</summary>
    public bool Release { get; init; }

    /// <summary>
    /// The worker lets go if a chunk of higher priority is ready and nobody is free for it; the outcome tells.
    /// </summary>
    public bool GiveWay { get; init; }

    /// <summary>In isolation: the line that is started next, so that a death can be laid at its door.</summary>
    public long? SuspectLine { get; init; }
}

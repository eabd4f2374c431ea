namespace BatchRunner.Storage;

/// <summary>One row of <c>batches</c>: counters hold what ended chunks brought.</summary>
public sealed record BatchRow
{
    public long Id { get; init; }

    /// <summary>Unique name of the claim: the input stands in <c>claimed/</c> as <c>KEY.name</c>.</summary>
    public required string ClaimKey { get; init; }

    /// <summary>File name as the user dropped it.</summary>
    public required string Name { get; init; }

    /// <summary>The machine that holds the file; loading and export happen there.</summary>
    public required string Host { get; init; }

    /// <summary>Length of the raw file.</summary>
    public long Bytes { get; init; }

    /// <summary>Of the raw file, lower-case hex; null until all of it has been read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>-1 low, 0 normal, 1 high.</summary>
    public int Priority { get; init; }

    /// <summary>One of <see cref="BatchState"/>.</summary>
    public required string State { get; init; }

    public bool Paused { get; init; }
    public long Lines { get; init; }
    public long Blanks { get; init; }
    public long Numbers { get; init; }
    public long Rejects { get; init; }

    /// <summary>Result rows of ended chunks, however they ended.</summary>
    public long Done { get; init; }

    public long Unfactored { get; init; }
    public long Quarantined { get; init; }

    /// <summary>Chunks not ended yet; the loading itself counts as one.</summary>
    public long OpenChunks { get; init; }

    public long FailedChunks { get; init; }
    public long? LoaderId { get; init; }

    /// <summary>Decoded bytes read so far; a killed loader's successor goes on here.</summary>
    public long LoadedBytes { get; init; }

    /// <summary>Of the decoded bytes before <see cref="LoadedBytes"/>, lower-case hex.</summary>
    public string? PrefixSha256 { get; init; }

    public long? ExporterId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>
    /// When the input reached <c>done/</c> or <c>failed/</c>; until then the move is still to be finished.
    /// </summary>
    public DateTimeOffset? MovedAt { get; init; }

    /// <summary>When its pruning began: its rows are on their way out of the ledger; null for every other batch.</summary>
    public DateTimeOffset? PrunedAt { get; init; }

    public string? Error { get; init; }
}

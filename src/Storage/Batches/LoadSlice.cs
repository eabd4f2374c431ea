namespace BatchRunner.Storage;

/// <summary>
/// One step of reading a number file: what lies between two offsets, recorded in one transaction. Counts are totals
/// since the beginning of the file, so recording a slice twice by mistake could not add up wrong.
/// </summary>
public sealed record LoadSlice
{
    /// <summary>
    /// The decoded bytes read before this slice; the slice is refused when the ledger says otherwise.
    /// </summary>
    public required long FromBytes { get; init; }

    /// <summary>The decoded bytes read after it.</summary>
    public required long ToBytes { get; init; }

    /// <summary>Of the decoded bytes before <see cref="ToBytes"/>, lower-case hex.</summary>
    public required string PrefixSha256 { get; init; }

    public required long Lines { get; init; }
    public required long Blanks { get; init; }
    public required long Numbers { get; init; }
    public required long RejectCount { get; init; }
    public required IReadOnlyList<NewChunk> Chunks { get; init; }
    public required IReadOnlyList<RejectRow> Rejects { get; init; }

    /// <summary>Of the raw file, lower-case hex: given with the last slice and only then.</summary>
    public string? Sha256 { get; init; }

    public bool IsLast => Sha256 is not null;
}

namespace BatchRunner.Jobs.Intake;

/// <summary>What one transaction brings into the ledger: chunks, rejects and the point they lead to.</summary>
/// <param name="Chunks">Ascending by line.</param>
/// <param name="Rejects">Ascending by line.</param>
/// <param name="Reached">The point after this slice, with the counts of the whole file so far.</param>
/// <param name="FileHash">In the last slice the SHA-256 of the file as it is on disk, before it null.</param>
public sealed record FileSlice(
    IReadOnlyList<PlannedChunk> Chunks, IReadOnlyList<RejectedLine> Rejects, IntakePoint Reached, string? FileHash)
{
    public bool IsLast => FileHash is not null;
}

namespace BatchRunner.Jobs.Verification;

/// <summary>What a verification saw.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Result rows checked.</param>
/// <param name="Waiting">Numbers loaded that have no row yet; 0 for a finished batch.</param>
/// <param name="Findings">At most <see cref="Verifier.MostFindings"/>; empty when all is well.</param>
public sealed record BatchVerification(
    long BatchId, string Name, long Rows, long Waiting, IReadOnlyList<BatchFinding> Findings)
{
    public bool IsSound => Findings.Count == 0;
}

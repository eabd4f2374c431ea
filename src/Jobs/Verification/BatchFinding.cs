namespace BatchRunner.Jobs.Verification;

/// <summary>Something wrong in a batch.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Line">The line it concerns; null for the batch as a whole.</param>
/// <param name="What">In words that name the values.</param>
public sealed record BatchFinding(long BatchId, long? Line, string What);

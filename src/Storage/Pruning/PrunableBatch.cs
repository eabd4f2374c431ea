namespace BatchRunner.Storage;

/// <summary>A finished batch whose rows may go.</summary>
/// <param name="Id">The batch.</param>
/// <param name="Name">Of its file.</param>
/// <param name="State">One of <see cref="BatchState"/>.</param>
/// <param name="Numbers">Result rows it has at most.</param>
/// <param name="Rejects">Reject rows.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="PrunedAt">When its pruning began; null when it has not.</param>
public sealed record PrunableBatch(
    long Id, string Name, string State, long Numbers, long Rejects, DateTimeOffset FinishedAt, DateTimeOffset? PrunedAt);

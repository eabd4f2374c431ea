namespace BatchRunner.Runner.Dashboard;

/// <summary>Rejects in line order.</summary>
/// <param name="Next">Ask for what comes after this line to go on; null at the end.</param>
public sealed record RejectPageView(long BatchId, IReadOnlyList<RejectView> Rejects, long? Next);

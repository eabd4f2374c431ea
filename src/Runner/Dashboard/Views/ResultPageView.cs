namespace BatchRunner.Runner.Dashboard;

/// <summary>Results in line order.</summary>
/// <param name="Next">Ask for what comes after this line to go on; null at the end.</param>
public sealed record ResultPageView(long BatchId, IReadOnlyList<ResultView> Results, long? Next);

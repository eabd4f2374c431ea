namespace BatchRunner.Runner.Dashboard;

/// <summary>Results in line order.</summary>
/// <param name="Next">Ask for what comes after this line to go on; null at the end.</param>
/// <param name="LookedUpTo">
/// The line a search had reached when its time was up; null when it filled its page or came to the end.
/// </param>
/// <param name="Waiting">Lines that hold the number looked for and have no row yet.</param>
public sealed record ResultPageView(
    long BatchId, IReadOnlyList<ResultView> Results, long? Next, long? LookedUpTo, IReadOnlyList<long> Waiting);

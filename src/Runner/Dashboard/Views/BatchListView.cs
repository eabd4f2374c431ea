namespace BatchRunner.Runner.Dashboard;

/// <summary>A page of batches, newest first.</summary>
/// <param name="Batches">At most a page of them.</param>
/// <param name="Before">Ask for the batches before this id to go on; null at the end.</param>
public sealed record BatchListView(IReadOnlyList<BatchView> Batches, long? Before);

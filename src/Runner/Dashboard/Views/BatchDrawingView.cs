namespace BatchRunner.Runner.Dashboard;

/// <summary>What the chunks of a batch tell about its course.</summary>
/// <param name="Ranges">
/// In line order, neighbours of one state put together; then single lines that are worked apart from their neighbours.
/// </param>
/// <param name="Chunks">All chunks, numbers set aside included.</param>
/// <param name="Attempts">Claims of all chunks.</param>
/// <param name="Rescues">Of all chunks.</param>
/// <param name="Splits">Chunks that are the tail of another.</param>
/// <param name="SetAside">Single numbers that got a chunk of their own.</param>
/// <param name="SecondsPerPoint">What one of the points covers; 0 before the batch has started.</param>
/// <param name="Points">Numbers a second from the start of the batch to its end or to now, oldest first.</param>
public sealed record BatchDrawingView(
    IReadOnlyList<ChunkRangeView> Ranges, int Chunks, long Attempts, long Rescues, int Splits, int SetAside,
    double SecondsPerPoint, IReadOnlyList<double> Points);

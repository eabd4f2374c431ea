namespace BatchRunner.Runner.Dashboard;

/// <summary>One batch with what people ask next.</summary>
/// <param name="Sha256">Of the file as dropped; null until all of it has been read.</param>
/// <param name="Running">Its chunks in hand.</param>
/// <param name="Failed">The first of its failed chunks.</param>
/// <param name="FirstRejects">The first rejected lines; <see cref="BatchView.Rejects"/> counts all of them.</param>
/// <param name="Files">Its input and what was written beside it.</param>
/// <param name="Drawing">Its chunks by state, and numbers a second over its life.</param>
/// <param name="Slowest">The numbers that took the most CPU time, if any took much.</param>
/// <param name="Events">The newest events of its history, newest first.</param>
public sealed record BatchDetailView(
    BatchView Batch, string? Sha256, IReadOnlyList<WorkView> Running, IReadOnlyList<FailedChunkView> Failed,
    IReadOnlyList<RejectView> FirstRejects, IReadOnlyList<BatchFileView> Files, BatchDrawingView Drawing,
    IReadOnlyList<ResultView> Slowest, IReadOnlyList<EventView> Events);

using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>What went wrong, by cause.</summary>
/// <param name="Chunks">Failed chunks by their last error.</param>
/// <param name="Batches">Batches that could not go on, by their error.</param>
/// <param name="Runners">Runners found dead, by the reason.</param>
/// <param name="Rejects">Rejected lines by kind: the first of each of the newest batches that have some.</param>
/// <param name="Troubled">The newest batches with unfactored or quarantined numbers, or rejects.</param>
public sealed record FailuresView(
    IReadOnlyList<FailureGroup> Chunks, IReadOnlyList<FailureGroup> Batches, IReadOnlyList<FailureGroup> Runners,
    IReadOnlyList<FailureGroup> Rejects, IReadOnlyList<TroubledBatch> Troubled)
{
    internal bool IsEmpty =>
        Chunks.Count + Batches.Count + Runners.Count + Rejects.Count + Troubled.Count == 0;
}

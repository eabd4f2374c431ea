using BatchRunner.Storage;

namespace BatchRunner.Jobs.Intake;

/// <summary>What a settlement of <c>claimed/</c> leaves to be loaded.</summary>
/// <param name="Files">Without a batch.</param>
/// <param name="Batches">Loaded in part by somebody who is gone; this process is their loader now.</param>
public sealed record UnloadedFiles(IReadOnlyList<ClaimedFile> Files, IReadOnlyList<BatchRow> Batches);

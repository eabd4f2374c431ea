namespace BatchRunner.Runner.Dashboard;

/// <summary>A chunk whose attempts are exhausted: lines [NextLine, EndLine) have no row.</summary>
public sealed record FailedChunkView(
    long ChunkId, long NextLine, long EndLine, int Failures, string? Error, DateTimeOffset? EndedAt);

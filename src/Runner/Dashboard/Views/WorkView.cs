namespace BatchRunner.Runner.Dashboard;

/// <summary>A chunk that a worker has in hand: lines [NextLine, EndLine) of its batch are still to be done.</summary>
/// <param name="StartedAt">When the chunk was first started, by whichever attempt.</param>
/// <param name="CommittedAt">When the attempt in force committed last; null before its first commit.</param>
public sealed record WorkView(
    long RunnerId, int? Worker, long BatchId, string? BatchName, long ChunkId, int Attempt, long FirstLine,
    long NextLine, long EndLine, long Done, double EffortSeconds, int Rescues, DateTimeOffset? StartedAt,
    DateTimeOffset? CommittedAt);

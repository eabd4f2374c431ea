namespace BatchRunner.Runner.Dashboard;

/// <summary>Something that happened to a batch.</summary>
/// <param name="What">One of <see cref="BatchRunner.Storage.HistoryEvent"/>.</param>
/// <param name="FromLine">Lines [FromLine, ToLine) are meant; null when all of the batch is.</param>
public sealed record EventView(
    string What, DateTimeOffset At, long? ChunkId, long? FromLine, long? ToLine, int? Attempt, long? RunnerId,
    string? Detail);

namespace BatchRunner.Storage;

/// <summary>Where a chunk is cut in two, and what the tail holds.</summary>
/// <param name="Line">The first line of the tail.</param>
/// <param name="Numbers">Numbers in the tail.</param>
/// <param name="Effort">Predicted CPU microseconds of the tail.</param>
public sealed record SplitCut(long Line, long Numbers, double Effort);

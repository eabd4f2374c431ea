namespace BatchRunner.Runner.Dashboard;

/// <summary>Lines [FromLine, ToLine) of a batch that are all in one state.</summary>
/// <param name="State"><c>done</c>, <c>running</c>, <c>ready</c>, <c>failed</c> or <c>cancelled</c>.</param>
public sealed record ChunkRangeView(long FromLine, long ToLine, string State);

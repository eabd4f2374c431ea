namespace BatchRunner.Runner.Dashboard;

/// <summary>A line that is no acceptable number.</summary>
/// <param name="Column">1-based position of the first offending character.</param>
/// <param name="Text">The line, cut to a readable length.</param>
public sealed record RejectView(long Line, long Column, string Text, string Reason);

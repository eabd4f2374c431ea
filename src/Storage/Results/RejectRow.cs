namespace BatchRunner.Storage;

/// <summary>One row of <c>rejects</c>: a line that is no acceptable number.</summary>
/// <param name="Line">1-based.</param>
/// <param name="ColumnNumber">1-based position of the first offending character.</param>
/// <param name="Text">The line, cut to a readable length.</param>
/// <param name="Reason">What is wrong, naming the column.</param>
public sealed record RejectRow(long Line, long ColumnNumber, string Text, string Reason);

namespace BatchRunner.Jobs.Intake;

/// <summary>A line that is no acceptable number.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">The first character that is wrong, from 1.</param>
/// <param name="Text">The line, made printable and cut as <see cref="RejectText"/> says.</param>
/// <param name="Reason">What is wrong with it, with its column.</param>
public sealed record RejectedLine(long Line, int Column, string Text, string Reason);

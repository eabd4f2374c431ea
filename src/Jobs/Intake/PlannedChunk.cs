namespace BatchRunner.Jobs.Intake;

/// <summary>A range of lines to be worked together.</summary>
/// <param name="FirstLine">Line of the first number, from 1.</param>
/// <param name="EndLine">The line after the last number.</param>
/// <param name="Numbers">How many of the lines are numbers.</param>
/// <param name="EffortMicros">What they are expected to cost one worker.</param>
/// <param name="Payload">
/// One line of text for each line of the range, each ended by a line feed: a number in canonical digits, everything
/// else empty. The first and the last are numbers.
/// </param>
public sealed record PlannedChunk(
    long FirstLine, long EndLine, int Numbers, double EffortMicros, ReadOnlyMemory<byte> Payload);

namespace BatchRunner.Storage;

/// <summary>A range of lines to be worked together.</summary>
/// <param name="FirstLine">1-based line of its first number.</param>
/// <param name="EndLine">The line after that of its last number.</param>
/// <param name="Numbers">How many numbers it holds.</param>
/// <param name="Effort">Predicted CPU microseconds.</param>
/// <param name="Payload">
/// UTF-8: every line of the range ended by LF, number lines as canonical digits, all others empty.
/// </param>
public sealed record NewChunk(long FirstLine, long EndLine, int Numbers, double Effort, ReadOnlyMemory<byte> Payload);

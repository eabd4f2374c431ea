namespace BatchRunner.Jobs.Planning;

/// <summary>A line whose number is among the hardest of its file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Number">Its digits.</param>
/// <param name="Seconds">CPU seconds a number of its size takes on average on this machine.</param>
/// <param name="HardSeconds">CPU seconds a hard number of its size takes.</param>
public sealed record HardLine(long Line, string Number, double Seconds, double HardSeconds);

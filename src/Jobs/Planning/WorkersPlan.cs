namespace BatchRunner.Jobs.Planning;

/// <summary>
/// How long a file will take so many workers, in seconds: the middle and the band of four cases in five.
/// </summary>
public sealed record WorkersPlan(int Workers, double Seconds, double LowSeconds, double HighSeconds);

namespace BatchRunner.Runner.Dashboard;

/// <summary>Numbers a second, over all batches.</summary>
/// <param name="Now">Over the last five seconds.</param>
/// <param name="SecondsPerPoint">What one of the points covers.</param>
/// <param name="Points">Numbers a second, oldest first; 0 before this process began to watch.</param>
public sealed record ThroughputView(
    double Now, double LastMinute, double LastFiveMinutes, int SecondsPerPoint, IReadOnlyList<double> Points);

namespace BatchRunner.Jobs.Planning;

/// <summary>
/// Which numbers do not share a chunk with others. What size alone shows is planned that way: starting a number again
/// because it turned out long throws away what was spent on it. What size does not show is set aside while it runs.
/// </summary>
public static class SetAsideRule
{
    /// <summary>
    /// Rows of neighbours wait no longer than this behind one number, however long chunks are planned.
    /// </summary>
    const double MostSeconds = 2;

    /// <summary>CPU time after which a number is set aside.</summary>
    /// <param name="targetSeconds">What a chunk is planned for.</param>
    public static TimeSpan After(double targetSeconds) => TimeSpan.FromSeconds(Math.Min(targetSeconds, MostSeconds));

    /// <summary>
    /// A number of this size becomes a chunk of its own from the start: a hard one would be set aside.
    /// </summary>
    /// <param name="hardMicros">CPU microseconds of a hard number of this size, on this machine.</param>
    /// <param name="targetSeconds">What a chunk is planned for.</param>
    public static bool StandsAlone(double hardMicros, double targetSeconds) =>
        hardMicros >= After(targetSeconds).TotalMicroseconds;
}

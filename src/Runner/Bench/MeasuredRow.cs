namespace BatchRunner.Runner.Bench;

/// <summary>An arrangement with its times on one set of numbers.</summary>
/// <param name="Arrangement">What was run.</param>
/// <param name="Runs">Seconds on the wall, in the order they were measured.</param>
/// <param name="SerialSeconds">The median of the serial runs in the same measurement.</param>
sealed record MeasuredRow(Arrangement Arrangement, IReadOnlyList<double> Runs, double SerialSeconds)
{
    internal double Seconds => Median.Of(Runs);

    internal double SpeedUp => SerialSeconds / Seconds;
}

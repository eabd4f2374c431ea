namespace BatchRunner.Runner.Bench;

/// <summary>The middle of several measurements, which one disturbed run does not move.</summary>
static class Median
{
    /// <summary>Of an even count the mean of the two in the middle.</summary>
    internal static double Of(IReadOnlyList<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Count);
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

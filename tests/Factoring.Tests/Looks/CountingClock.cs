namespace BatchRunner.Factoring.Tests.Looks;

/// <summary>
/// A second passes at every look at the run: a budget of n seconds ends at the n-th look, and how often it is looked
/// after that shows whether the work really ends.
/// </summary>
sealed class CountingClock : TimeProvider
{
    public int Looks { get; private set; }

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => ++Looks;

    /// <summary>A run whose budget is spent after so many looks.</summary>
    public static (FactoringRun Run, CountingClock Clock) Run(int looks)
    {
        var clock = new CountingClock();
        var run = new FactoringRun(clock, CancellationToken.None) { Budget = TimeSpan.FromSeconds(looks) };
        return (run, clock);
    }
}

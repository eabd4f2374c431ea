namespace BatchRunner.Factoring.Tests.Wide;

/// <summary>Moves on by a fixed step at every look, so that a budget is a number of looks and no test waits.</summary>
sealed class SteppingClock(TimeSpan step, Action<int>? looked = null) : TimeProvider
{
    long _now;
    int _looks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        looked?.Invoke(++_looks);
        return _now += step.Ticks;
    }
}

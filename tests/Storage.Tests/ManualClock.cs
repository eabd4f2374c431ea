namespace BatchRunner.Storage.Tests;

/// <summary>Time that stands still until a test moves it.</summary>
sealed class ManualClock : TimeProvider
{
    DateTimeOffset _now = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);
    long _ticks;

    public override DateTimeOffset GetUtcNow() => _now;
    public override long GetTimestamp() => _ticks;
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    internal void Advance(TimeSpan by)
    {
        _ticks += by.Ticks;
        _now += by;
    }

    /// <summary>Somebody sets the wall clock; the monotonic one goes on.</summary>
    internal void SetBack(TimeSpan by) => _now -= by;
}

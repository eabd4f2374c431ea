namespace BatchRunner.Jobs.Tests.Intake;

/// <summary>A clock that stands still until the test moves it.</summary>
sealed class ManualClock : TimeProvider
{
    static readonly DateTimeOffset Start = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    TimeSpan _elapsed;

    public override DateTimeOffset GetUtcNow() => Start + _elapsed;

    public override long GetTimestamp() => _elapsed.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(double seconds) => _elapsed += TimeSpan.FromSeconds(seconds);
}

namespace BatchRunner.Storage.Postgres;

/// <summary>
/// The database's clock: read from it now and then, carried on by this machine's monotonic time in between. The clocks
/// of many machines differ, and any of them may jump; this one is the same for all who share a ledger.
/// </summary>
sealed class PostgresClock(TimeProvider machine) : TimeProvider
{
    volatile Sample? _sample;

    public override DateTimeOffset GetUtcNow() =>
        _sample is { } sample ? sample.Moment + machine.GetElapsedTime(sample.ReadAt) : machine.GetUtcNow();

    public override long GetTimestamp() => machine.GetTimestamp();

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>The database answered <paramref name="moment"/> to a question asked at <paramref name="askedAt"/>.</summary>
    /// <param name="askedAt">A timestamp of this clock.</param>
    internal void Set(DateTimeOffset moment, long askedAt)
    {
        var now = machine.GetTimestamp();
        _sample = new(moment + machine.GetElapsedTime(askedAt, now) / 2, now);
    }

    sealed record Sample(DateTimeOffset Moment, long ReadAt);
}

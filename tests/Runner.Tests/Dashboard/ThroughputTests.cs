using BatchRunner.Jobs.Planning;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Tests;

public sealed class ThroughputTests
{
    readonly SteadyClock _clock = new();
    readonly Throughput _throughput;

    public ThroughputTests() => _throughput = new(_clock);

    [Fact]
    public void What_was_done_before_anybody_looked_is_no_throughput()
    {
        Look(Batch(1, done: 1_000_000));
        Look(Batch(1, done: 1_000_000));

        Assert.Equal(0, _throughput.View().LastMinute);
    }

    [Fact]
    public void Rates_are_what_was_done_over_the_time_it_took()
    {
        Look(Batch(1, done: 0));
        for (var second = 1; second <= 120; second++) Look(Batch(1, done: 100 * second));

        var view = _throughput.View();

        Assert.Equal(100, view.Now, 1e-6);
        Assert.Equal(100, view.LastMinute, 1e-6);
        Assert.Equal(100, view.LastFiveMinutes, 1e-6);
        Assert.Equal(100, view.Points[^1], 1e-6);
        Assert.Equal(0, view.Points[0]);
    }

    [Fact]
    public void A_batch_that_appears_and_ends_between_two_looks_counts()
    {
        Look();
        Look(Batch(1, done: 500, state: BatchState.Completed));
        Look(Batch(1, done: 500, state: BatchState.Completed));

        Assert.Equal(250, _throughput.View().LastMinute, 1e-6);
    }

    [Fact]
    public void The_last_rows_of_a_batch_count_and_then_it_is_watched_no_more()
    {
        Look(Batch(1, done: 0));
        Assert.Equal([1], _throughput.Watched);

        Look(Batch(1, done: 300, state: BatchState.Completed));

        Assert.Empty(_throughput.Watched);
        Assert.Equal(300, _throughput.View().LastMinute, 1e-6);
    }

    [Fact]
    public void A_retry_that_takes_rows_back_is_no_negative_work()
    {
        Look(Batch(1, done: 100));
        Look(Batch(1, done: 40));
        Look(Batch(1, done: 60));

        Assert.Equal(10, _throughput.View().LastMinute, 1e-6);
    }

    [Fact]
    public void The_estimate_shown_at_half_time_is_judged_at_the_end()
    {
        var score = new EtaScore(_clock);
        score.Observe([Batch(1, done: 4, effort: 10, left: 6)], _ => Band(1, 900, 901));
        score.Observe([Batch(1, done: 5, effort: 10, left: 5)], _ => Band(1, 15, 60));
        _clock.Pass(TimeSpan.FromSeconds(10));
        score.Observe([Batch(1, done: 9, effort: 10, left: 1)], _ => Band(1, 2, 3));
        score.Observe([Batch(1, done: 10, BatchState.Completed, effort: 10, left: 0)], _ => null);

        Assert.Equal(0.5, score.Take().Single(), 1e-6);
        Assert.Empty(score.Take());
    }

    [Fact]
    public void Work_that_waits_is_stalled_from_the_last_commit_on_and_paused_work_never()
    {
        Look(Batch(1, done: 1));
        for (var second = 0; second < 30; second++) Look(Batch(1, done: 2));
        Assert.Equal(30, _throughput.Stalled!.Value.TotalSeconds, 1e-6);

        Look(Batch(1, done: 3));
        Assert.Equal(1, _throughput.Stalled!.Value.TotalSeconds, 1e-6);

        Look(Batch(1, done: 3) with { Paused = true });
        Assert.Null(_throughput.Stalled);
    }

    [Fact]
    public void An_estimate_is_told_with_its_band() => Assert.Equal(
        "about 3 min (2 to 5) left", Wording.Estimate(Batch(1, done: 1), Band(120, 170, 290)));

    [Fact]
    public void What_cannot_be_estimated_says_why()
    {
        var batch = Batch(1, done: 1);

        Assert.Equal("no estimate yet", Wording.Estimate(batch, null));
        Assert.Equal("paused", Wording.Estimate(batch with { Paused = true }, Band(1, 2, 3)));
        Assert.Equal("waiting for a worker", Wording.Estimate(batch with { ReadyChunks = 1, RunningChunks = 0 }, null));
        Assert.Equal("still reading", Wording.Estimate(batch with { State = BatchState.Loading }, null));
        Assert.Null(Wording.Estimate(batch with { State = BatchState.Completed }, null));
    }

    [Theory]
    [InlineData(0, 0, "0 %")]
    [InlineData(1, 1_000_000, "under 0.1 %")]
    [InlineData(999_999, 1_000_000, "99.9 %")]
    [InlineData(1_000_000, 1_000_000, "100 %")]
    public void A_share_is_complete_only_when_everything_is(long part, long whole, string words) =>
        Assert.Equal(words, Wording.Percent(part, whole));

    static EtaBand Band(double low, double middle, double high) =>
        new(TimeSpan.FromSeconds(low), TimeSpan.FromSeconds(middle), TimeSpan.FromSeconds(high));

    // Looks, then lets a second pass.
    void Look(params BatchSummary[] batches)
    {
        _throughput.Observe(batches);
        _clock.Pass(TimeSpan.FromSeconds(1));
    }

    static BatchSummary Batch(
        long id, long done, string state = BatchState.Open, double effort = 1, double left = 1) => new()
        {
            Id = id,
            Name = "july.txt",
            State = state,
            Priority = "normal",
            Host = "here",
            Done = done,
            RunningChunks = BatchState.IsFinal(state) ? 0 : 1,
            Effort = effort,
            EffortLeft = left,
        };

    sealed class SteadyClock : TimeProvider
    {
        long _ticks = TimeSpan.TicksPerHour;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan span) => _ticks += span.Ticks;
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BatchRunner.Jobs.Planning;
using Xunit.Abstractions;

namespace BatchRunner.Jobs.Tests.Planning;

/// <summary>
/// Estimates are judged by recorded runs: what they would have said at every half second, against when the run ended.
/// The recordings were made by tests/Benchmarks -- makespan FOLDER, of 19 s and without a budget that mattered, the
/// monster's of 20 s, on a machine the estimate knows nothing of.
/// </summary>
public sealed class EtaTests(ITestOutputHelper output)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What a number was allowed while the monster was recorded; it took all of it, and no other came near.</summary>
    static readonly TimeSpan RecordedBudget = TimeSpan.FromSeconds(16);

    [Theory]
    [InlineData("uniform")]
    [InlineData("ascending")]
    [InlineData("hard-last")]
    [InlineData("monster")]
    public void The_band_holds_the_truth_in_four_of_five_checks_of_a_recorded_run(string shape)
    {
        var checks = Replay(shape).ToList();

        var held = checks.Count(c => c.Band.Low.TotalSeconds <= c.Left && c.Left <= c.Band.High.TotalSeconds);
        foreach (var (at, left, band) in checks)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{at:F1} s: {left:F1} left, {band.Low.TotalSeconds:F1} {band.Middle.TotalSeconds:F1} "
                + $"{band.High.TotalSeconds:F1}"));
        }
        output.WriteLine($"{shape}: {held} of {checks.Count}");
        Assert.True(checks.Count >= 20, $"{checks.Count} checks");
        Assert.True(held >= 0.8 * checks.Count, $"{held} of {checks.Count} on {shape}");
    }

    [Fact]
    public void After_a_twentieth_of_the_effort_the_middle_is_within_a_tenth_on_uniform_numbers()
    {
        var checks = Replay("uniform").ToList();
        var total = checks[0].At + checks[0].Left;

        foreach (var (at, left, band) in checks.Where(c => c.At >= 0.05 * total))
        {
            Assert.InRange(at + band.Middle.TotalSeconds, 0.9 * total, 1.1 * total);
            // Of the last seconds even the half second between two commits is more than a tenth.
            if (left > 0.25 * total) Assert.InRange(band.Middle.TotalSeconds, 0.9 * left, 1.1 * left);
        }
    }

    [Fact]
    public void A_band_is_no_wider_than_it_must_be_once_much_is_known()
    {
        var late = Replay("uniform").Where(c => c.At > c.Left).ToList();

        Assert.All(late, c => Assert.InRange((c.Band.High - c.Band.Low).TotalSeconds, 0, 0.5 * c.Left + 3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(3000)]
    public void With_a_monster_running_the_end_is_never_now(double seconds)
    {
        var tracker = new EtaTracker(MachinePace.Unknown, new(Timeout.InfiniteTimeSpan));
        tracker.Observe(Sample(seconds, left: 2.3e6, waiting: 1) with { Running = [new(1, 2.3e6, seconds)] });

        var band = tracker.Band()!;

        Assert.True(band.Middle.TotalSeconds >= 0.2 * seconds && band.High > band.Middle, $"{band}");
        Assert.DoesNotContain("about 0", band.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_takes_no_longer_than_its_budget()
    {
        var tracker = new EtaTracker(MachinePace.Unknown, new(TimeSpan.FromSeconds(600)));
        tracker.Observe(Sample(595, left: 600e6, waiting: 1) with { Running = [new(1, 600e6, 595)] });

        Assert.InRange(tracker.Band()!.High.TotalSeconds, 4, 8);
    }

    [Fact]
    public void Twice_the_workers_are_expected_to_take_half_the_time()
    {
        var (one, two) = (Band(1), Band(2));

        Assert.InRange(one.Middle / two.Middle, 1.9, 2.1);

        EtaBand Band(int workers)
        {
            var tracker = new EtaTracker(MachinePace.Unknown, new(Timeout.InfiniteTimeSpan));
            tracker.Observe(Sample(0, left: 200e6, waiting: 100_000) with { Workers = workers, ReadyChunks = 90 });
            return tracker.Band()!;
        }
    }

    [Fact]
    public void Nothing_is_said_when_nobody_works_or_nothing_is_left()
    {
        var tracker = new EtaTracker(MachinePace.Unknown, new(Timeout.InfiniteTimeSpan));
        Assert.Null(tracker.Band());

        tracker.Observe(Sample(1, left: 1e6, waiting: 5) with { Workers = 0 });
        Assert.Null(tracker.Band());

        tracker.Observe(Sample(2, left: 0, waiting: 0));
        Assert.Null(tracker.Band());
    }

    [Theory]
    [InlineData(0, 1, 3, "a few seconds")]
    [InlineData(20, 31, 44, "about 30 s (20 to 45)")]
    [InlineData(100, 180, 290, "about 3 min (1.5 to 5)")]
    [InlineData(175, 180, 185, "about 3 min")]
    [InlineData(0, 150, 600, "about 2.5 min (up to 10)")]
    [InlineData(80_000, 100_000, 190_000, "about 30 h (20 to 55)")]
    [InlineData(1e9, 2e9, 4e9, "about 65 years (30 to 125)")]
    public void An_estimate_is_as_coarse_as_it_deserves(double low, double middle, double high, string words) =>
        Assert.Equal(words, new EtaBand(
            TimeSpan.FromSeconds(low), TimeSpan.FromSeconds(middle), TimeSpan.FromSeconds(high)).ToString());

    static EtaSample Sample(double seconds, double left, long waiting) => new()
    {
        Seconds = seconds,
        Effort = left,
        EffortLeft = left,
        EffortSquares = left * left / Math.Max(1, waiting),
        Hardest = left / Math.Max(1, waiting),
        Micros = 0,
        Done = 0,
        Waiting = waiting,
        ReadyChunks = 0,
        Workers = 1,
        Running = [],
    };

    static IEnumerable<(double At, double Left, EtaBand Band)> Replay(string shape)
    {
        var run = JsonSerializer.Deserialize<RecordedRun>(File.ReadAllText(Recording(shape)), Json)!;
        var tracker = new EtaTracker(MachinePace.Unknown, new(RecordedBudget));
        foreach (var sample in run.Samples)
        {
            tracker.Observe(sample);
            if (tracker.Band() is { } band) yield return (sample.Seconds, run.Seconds - sample.Seconds, band);
        }
    }

    static string Recording(string shape, [CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "recorded", shape + ".json");

    sealed record RecordedRun(double Seconds, IReadOnlyList<EtaSample> Samples);
}

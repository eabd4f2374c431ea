using BatchRunner.Runner.Bench;

namespace BatchRunner.Runner.Tests.Bench;

public sealed class ExperimentTests
{
    static readonly EngineAlgorithm Engine = new();

    [Theory]
    [InlineData(new[] { 3.0, 1.0, 100.0 }, 3.0)]
    [InlineData(new[] { 4.0, 1.0, 2.0, 100.0 }, 3.0)]
    [InlineData(new[] { 7.0 }, 7.0)]
    public void A_disturbed_run_does_not_move_the_median(double[] values, double median) =>
        Assert.Equal(median, Median.Of(values));

    [Fact]
    public void Speed_up_is_the_ratio_of_medians()
    {
        var threads = new Arrangement(ArrangementKind.Threads, 1, 2);

        var set = Experiment.Measured(new("s", "e", [1], Engine), new Dictionary<Arrangement, List<double>>
        {
            [Arrangement.Serial] = [2, 9, 2.2],
            [threads] = [1.1, 1, 50],
        });

        Assert.Equal(2.2 / 1.1, set.Find(threads)!.SpeedUp, 6);
        Assert.Equal(1, set.Find(Arrangement.Serial)!.SpeedUp, 6);
    }

    [Fact]
    public void The_posts_counts_are_measured_and_this_machines_cores()
    {
        var all = Arrangement.All(cores: 6, quick: false);

        Assert.Equal(Arrangement.Serial, all[0]);
        Assert.Equal([1, 2, 4, 6, 8], all.Where(a => a.Kind == ArrangementKind.Threads).Select(a => a.Workers));
        Assert.Equal([1, 2, 4, 6, 8], all.Where(a => a.Kind == ArrangementKind.Processes).Select(a => a.Processes));
        Assert.Contains(Figures.Queue(2, 3), all);
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    [Fact]
    public void The_fastest_setting_is_recommended()
    {
        var set = Figures.Set("s", Engine, 4, (Figures.Queue(1, 1), 4), (Figures.Queue(4, 1), 1), (Figures.Queue(1, 4), 1.5));

        var advice = Recommendation.From([set]);

        Assert.Equal((4, 1, true), (advice.Processes, advice.WorkersPerProcess, advice.IsFounded));
        Assert.Contains("4.00 times serial", advice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_only_faster_by_noise_gives_way_to_fewer_workers_and_to_two_processes()
    {
        var set = Figures.Set("s", Engine, 4,
            (Figures.Queue(1, 2), 2.01), (Figures.Queue(2, 1), 2.04), (Figures.Queue(8, 1), 2), (Figures.Queue(1, 1), 4));

        var advice = Recommendation.From([set]);

        Assert.Equal((2, 1), (advice.Processes, advice.WorkersPerProcess));
        Assert.Contains("8 workers, 8 x 1", advice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_that_tell_only_of_starts_found_nothing() =>
        Assert.False(Recommendation.From([Figures.Set("s", Engine, 0.1, (Figures.Queue(1, 1), 0.9))]).IsFounded);

    [Fact]
    public void The_posts_own_function_has_no_say_in_the_recommendation()
    {
        var blog = Figures.Set("b", new BlogAlgorithm(), 4, (Figures.Queue(1, 1), 0.001), (Figures.Queue(2, 1), 4));
        var ours = Figures.Set("o", Engine, 4, (Figures.Queue(1, 1), 4), (Figures.Queue(2, 1), 2));

        Assert.Equal(2, Recommendation.From([blog, ours]).Processes);
    }

    [Fact]
    public void The_summary_shows_the_posts_bars_and_the_recommended_queue_alone()
    {
        var arrangements = Arrangement.All(cores: 2, quick: false).Skip(1).Append(Figures.Queue(2, 3));
        var set = Figures.Set("s", Engine, 4, [.. arrangements.Select(a => (a, 1.0))]);

        var summary = ExperimentMarkdown.Summary(Figures.Report(set), "chart.svg");

        var rows = summary.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split('|')[1].Trim());
        Assert.Equal(
            ["serial", "2 threads", "8 threads", "2 processes", "8 processes", "queue, 6 workers, 2 x 3"], rows);
    }
}

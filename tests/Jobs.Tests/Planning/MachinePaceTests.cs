using BatchRunner.Jobs.Planning;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Tests.Planning;

public sealed class MachinePaceTests
{
    const double OfWords = 2;
    const double OfMedium = 500;
    const double OfLarge = 1e6;

    [Fact]
    public void A_machine_nobody_knows_is_as_fast_as_that_of_the_measurements() =>
        Assert.Equal((1, 0.35), (MachinePace.Unknown.Factor(OfMedium), MachinePace.Unknown.Deviation(OfMedium)));

    [Fact]
    public void Each_kind_of_number_has_its_own_factor()
    {
        var pace = MachinePace.Learn([.. Batch(3, OfWords, 0.5), .. Batch(2, OfMedium, 2), .. Batch(1, OfLarge, 3)]);

        Assert.Equal(0.5, pace.Factor(OfWords), 1e-6);
        Assert.Equal(2, pace.Factor(OfMedium), 1e-6);
        Assert.Equal(3, pace.Factor(OfLarge), 1e-6);
        Assert.Equal(3, pace.Slowest, 1e-6);
    }

    [Fact]
    public void One_strange_file_changes_nothing_and_is_forgotten()
    {
        List<EffortSample> samples = [.. Batch(9, OfMedium, 2), .. Batch(8, OfMedium, 40), .. Batch(7, OfMedium, 2)];

        Assert.Equal(2, MachinePace.Learn(samples).Factor(OfMedium), 1e-6);
    }

    [Fact]
    public void The_last_batches_count_most()
    {
        var samples = Enumerable.Range(1, 12).Reverse().SelectMany(id => Batch(id, OfMedium, id > 8 ? 3 : 1)).ToList();

        Assert.Equal(3, MachinePace.Learn(samples).Factor(OfMedium), 1e-6);
    }

    [Fact]
    public void More_batches_make_it_surer()
    {
        var one = MachinePace.Learn(Batch(1, OfMedium, 1));
        var ten = MachinePace.Learn([.. Enumerable.Range(1, 10).SelectMany(id => Batch(id, OfMedium, 1 + 0.01 * id))]);

        Assert.True(ten.Deviation(OfMedium) < one.Deviation(OfMedium) / 1.5);
        Assert.True(one.Deviation(OfMedium) < MachinePace.Unknown.Deviation(OfMedium));
    }

    [Fact]
    public void No_file_makes_a_machine_a_hundred_times_slower() =>
        Assert.Equal(8, MachinePace.Learn(Batch(1, OfMedium, 1000)).Factor(OfMedium), 1e-6);

    [Fact]
    public void The_score_is_the_ratio_in_the_middle_and_where_four_of_five_lie()
    {
        var samples = Enumerable.Range(1, 100).Select(i => Sample(1, 1000, 1e6, i * 1e4)).ToList();

        Assert.Equal(new PredictionScore(100, 0.51, 0.11, 0.9), PredictionScore.Of(samples));
        Assert.Null(PredictionScore.Of([Sample(1, 1, 10, 500)]));
    }

    static List<EffortSample> Batch(long id, double mean, double factor) =>
        [.. Enumerable.Range(0, 3).Select(_ => Sample(id, (long)(2e6 / mean), 2e6, 2e6 * factor))];

    static EffortSample Sample(long batch, long numbers, double predicted, double actual) => new()
    {
        Host = "here",
        BatchId = batch,
        Numbers = numbers,
        Predicted = predicted,
        Actual = actual,
    };
}

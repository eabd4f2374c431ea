namespace BatchRunner.Factoring.Tests.Word;

public sealed class EffortEstimateTests
{
    [Fact]
    public void Longer_numbers_are_never_expected_to_take_less()
    {
        for (var digits = 2; digits <= 1000; digits++)
        {
            Assert.True(EffortEstimate.Micros(digits) >= EffortEstimate.Micros(digits - 1), $"{digits} digits");
            Assert.True(EffortEstimate.HardMicros(digits) >= EffortEstimate.HardMicros(digits - 1), $"{digits} digits");
        }
    }

    [Fact]
    public void A_hard_number_is_expected_to_take_longer_than_the_mean_of_its_size()
    {
        for (var digits = 1; digits <= 100; digits++)
            Assert.InRange(EffortEstimate.HardMicros(digits) / EffortEstimate.Micros(digits), 3, 15);
    }

    [Theory]
    [InlineData(19, 2.81)]
    [InlineData(20, 14)]
    [InlineData(22, 23.065)]
    [InlineData(24, 38)]
    [InlineData(68, 1_340_000)]
    [InlineData(70, 2_299_574)]
    public void Means_go_through_what_was_measured_and_on_from_there(int digits, double micros) =>
        Assert.Equal(micros, EffortEstimate.Micros(digits), micros / 1000);

    [Fact]
    public void A_number_of_any_length_has_a_finite_prediction()
    {
        Assert.InRange(EffortEstimate.Micros(1_000_000), 1e12, 1e16);
        Assert.InRange(EffortEstimate.HardMicros(1_000_000), 1e12, 1e16);
        Assert.InRange(EffortEstimate.Spread(1_000_000), 1, 5);
    }
}

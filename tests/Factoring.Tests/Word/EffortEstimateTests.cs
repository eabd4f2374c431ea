using System.Numerics;
using BatchRunner.Factoring.Wide.Sieve;

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
    [InlineData(60, 165_000)]
    [InlineData(61, 216_150)]
    public void Means_go_through_what_was_measured_and_on_from_there(int digits, double micros) =>
        Assert.Equal(micros, EffortEstimate.Micros(digits), micros / 1000);

    // Above, elliptic curves look for a factor of half the digits: minutes where the sieve takes seconds.
    [Fact]
    public void What_no_sieve_serves_is_expected_to_take_far_longer()
    {
        Assert.InRange(BigInteger.Pow(10, 60).GetBitLength(), 1, QuadraticSieve.MostBits);
        Assert.InRange(BigInteger.Pow(10, 62).GetBitLength(), QuadraticSieve.MostBits + 1, int.MaxValue);
        Assert.InRange(EffortEstimate.HardMicros(62) / EffortEstimate.HardMicros(61), 40, 100);
        Assert.InRange(EffortEstimate.HardMicros(72) / EffortEstimate.HardMicros(62), 7, 9);
    }

    [Fact]
    public void A_number_of_any_length_has_a_finite_prediction()
    {
        Assert.InRange(EffortEstimate.Micros(1_000_000), 1e12, 1e16);
        Assert.InRange(EffortEstimate.HardMicros(1_000_000), 1e12, 1e16);
        Assert.InRange(EffortEstimate.Spread(1_000_000), 1, 5);
    }
}

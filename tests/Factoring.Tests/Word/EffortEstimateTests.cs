namespace BatchRunner.Factoring.Tests.Word;

public sealed class EffortEstimateTests
{
    [Fact]
    public void Longer_numbers_are_never_expected_to_take_less()
    {
        for (var digits = 2; digits <= 20; digits++)
        {
            Assert.InRange(EffortEstimate.Micros(digits), EffortEstimate.Micros(digits - 1), 10);
        }
    }
}

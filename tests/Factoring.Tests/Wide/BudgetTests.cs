using System.Numerics;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class BudgetTests
{
    [Theory]
    [InlineData(128)]
    [InlineData(160)]
    [InlineData(700)]
    [InlineData(3300)]
    public void A_spent_budget_ends_with_the_factors_found_and_an_honest_cofactor(int bits)
    {
        const int seed = 8;
        var numbers = new RandomNumbers(seed + bits);
        var hard = Hard(numbers, bits);
        var run = new FactoringRun(new SteppingClock(TimeSpan.FromSeconds(1)), CancellationToken.None)
        {
            Budget = TimeSpan.FromSeconds(3),
        };

        var answer = Factorizer.Factorize(6 * hard, run);

        Assert.Equal([2, 3], answer.Factors);
        Assert.Equal(hard, answer.Cofactor);
        Assert.False(answer.IsComplete);
    }

    [Theory]
    [InlineData(128)]
    [InlineData(170)]
    [InlineData(1000)]
    [InlineData(3300)]
    public void A_cancellation_is_noticed_at_every_look_at_the_run(int bits)
    {
        const int seed = 9;
        var numbers = new RandomNumbers(seed + bits);
        var hard = Hard(numbers, bits);
        for (var at = 2; at <= 30; at += 4)
        {
            using var source = new CancellationTokenSource();
            var moment = at;
            var clock = new SteppingClock(TimeSpan.FromMilliseconds(1), look =>
            {
                if (look == moment) source.Cancel();
                Assert.True(look <= moment, "The work went on after the cancellation.");
            });
            var run = new FactoringRun(clock, source.Token) { Budget = TimeSpan.FromHours(1) };

            Assert.Throws<OperationCanceledException>(() => Factorizer.Factorize(hard, run));
        }
    }

    [Fact]
    public void Several_unsplit_composites_become_one_cofactor()
    {
        const int seed = 10;
        var numbers = new RandomNumbers(seed);
        var square = BigInteger.Pow(numbers.PrimeOfBits(80) * numbers.PrimeOfBits(81), 2);
        var run = new FactoringRun(new SteppingClock(TimeSpan.FromSeconds(1)), CancellationToken.None)
        {
            Budget = TimeSpan.FromSeconds(10),
        };

        var answer = Factorizer.Factorize(square, run);

        Assert.Empty(answer.Factors);
        Assert.Equal(square, answer.Cofactor);
    }

    /// <summary>A product of two primes; long ones are Mersenne's, because finding others takes the oracle too
    /// long.</summary>
    static BigInteger Hard(RandomNumbers numbers, int bits) => bits switch
    {
        700 => Mersenne(127) * Mersenne(607),
        1000 => Mersenne(521) * Mersenne(607),
        3300 => Mersenne(1279) * Mersenne(2203),
        _ => numbers.PrimeOfBits(bits / 2) * numbers.PrimeOfBits((bits - 1) / 2),
    };

    static BigInteger Mersenne(int exponent) => BigInteger.Pow(2, exponent) - 1;
}

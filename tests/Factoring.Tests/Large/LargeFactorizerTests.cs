using System.Numerics;
using BatchRunner.Factoring.Large;
using BatchRunner.Factoring.Tests.Wide;

namespace BatchRunner.Factoring.Tests.Large;

public sealed class LargeFactorizerTests
{
    static readonly FactoringRun s_run = new(TimeProvider.System, CancellationToken.None);

    [Theory]
    [InlineData("g_c40.ans", 4)]
    [InlineData("g_c50.ans", 1)]
    public void Long_semiprimes_are_split_by_the_sieve(string file, int lines)
    {
        foreach (var (number, primes) in KnownAnswers.Of(file).Take(lines))
        {
            var answer = Factorizer.Factorize(number, s_run);

            Assert.Equal(primes, answer.Factors);
            Assert.Equal(FactoringMethod.QuadraticSieve | FactoringMethod.ProbablePrime, answer.Method);
        }
    }

    [Theory]
    [InlineData(300)]
    [InlineData(700)]
    public void Middling_factors_of_long_numbers_are_found_by_curves(int bits)
    {
        const int seed = 12;
        var numbers = new RandomNumbers(seed + bits);
        var longest = BigInteger.Pow(2, bits == 300 ? 127 : 521) - 1;
        BigInteger[] primes = [numbers.PrimeOfBits(30), numbers.PrimeOfBits(33), longest];
        Array.Sort(primes);

        var answer = Factorizer.Factorize(primes.Aggregate(BigInteger.One, (left, right) => left * right), s_run);

        Assert.Equal(primes, answer.Factors);
        Assert.Equal(FactoringMethod.Ecm | FactoringMethod.ProbablePrime, answer.Method);
    }

    [Fact]
    public void A_thousand_digit_number_yields_its_small_primes_and_an_honest_cofactor_within_the_budget()
    {
        var hard = (BigInteger.Pow(10, 990) + 7) | 1;
        while (hard % 3 == 0 || hard % 5 == 0 || hard % 7 == 0) hard += 2;
        var clock = new SteppingClock(TimeSpan.FromMilliseconds(20));
        var run = new FactoringRun(clock, CancellationToken.None) { Budget = TimeSpan.FromSeconds(1) };

        var answer = Factorizer.Factorize(hard * 7 * 7 * 5, run);

        Assert.Equal([5, 7, 7], answer.Factors.Take(3));
        Assert.Equal(hard * 245, answer.Factors.Aggregate(answer.Cofactor, (left, right) => left * right));
        Assert.False(answer.IsComplete);
    }

    [Fact]
    public void Trial_division_misses_no_prime_below_its_bound()
    {
        BigInteger[] small =
            [.. Enumerable.Range(2, 500).Where(n => Oracle.IsPrime(n)).Select(n => (BigInteger)n), 65521];
        var longest = BigInteger.Pow(2, 521) - 1;
        List<BigInteger> primes = [];

        var rest = LargeTrialDivision.Divide(small.Aggregate(longest, (left, right) => left * right), primes, s_run);

        Assert.Equal(small, primes);
        Assert.Equal(longest, rest);
    }

    [Fact]
    public void Zero_and_one_have_no_factors()
    {
        Assert.Empty(Factorizer.Factorize(0, s_run).Factors);
        Assert.Empty(Factorizer.Factorize(1, s_run).Factors);
        Assert.True(Factorizer.Factorize(1, s_run).IsComplete);
        Assert.Throws<ArgumentOutOfRangeException>(() => Factorizer.Factorize(-1, s_run));
    }
}

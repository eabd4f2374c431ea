using System.Numerics;
using BatchRunner.Factoring.Large;
using BatchRunner.Factoring.Tests.Wide;
using BatchRunner.Factoring.Wide;
using BatchRunner.Factoring.Wide.Sieve;

namespace BatchRunner.Factoring.Tests.Looks;

/// <summary>What is no modular product must look at the run too: a look for so much work, counted.</summary>
public sealed class LooksTests
{
    const int Unbounded = 1_000_000;

    [Fact]
    public void The_longest_plan_of_curves_is_made_with_hundreds_of_looks()
    {
        var (run, clock) = CountingClock.Run(Unbounded);

        var plan = EcmPlan.Make(50_000, 3_000_000, 2310, run);

        // 5132 odd primes for stage 1, the primes up to 1732 for the sieve, 1278 giants.
        Assert.Equal(1278, plan!.Giants.Length);
        Assert.InRange(clock.Looks, (5132 / 16) + 270 + (1278 / 16), 1000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(500)]
    [InlineData(650)]
    public void A_plan_that_is_not_finished_is_not_kept(int looks)
    {
        var (run, clock) = CountingClock.Run(looks);

        Assert.Null(EcmPlan.Make(50_000, 3_000_000, 2310, run));
        Assert.Equal(looks + 1, clock.Looks);
        Assert.Null(EcmPlan.For(1999, 90_000 + looks, 420, CountingClock.Run(1).Run));
        Assert.NotNull(EcmPlan.For(1999, 90_000 + looks, 420, CountingClock.Run(Unbounded).Run));
    }

    [Fact]
    public void Trial_division_looks_at_every_few_thousand_word_divisions()
    {
        var (run, clock) = CountingClock.Run(Unbounded);
        var number = (BigInteger.One << 33_219) + 1;

        LargeTrialDivision.Divide(number / 3, [], run);

        // 520 words by 1636 products of four primes, 65,536 word divisions a look.
        Assert.InRange(clock.Looks, 520 * 1600 / (1 << 16), 100);
    }

    [Fact]
    public void A_prime_that_divides_thousands_of_times_is_divided_out_with_looks()
    {
        var (run, clock) = CountingClock.Run(Unbounded);
        List<BigInteger> primes = [];

        LargeTrialDivision.Divide(BigInteger.Pow(3, 6000), primes, run);

        Assert.Equal(6000, primes.Count);
        Assert.InRange(clock.Looks, 6000 / 256, 100);
    }

    [Fact]
    public void Division_stops_in_the_middle_of_a_power_and_loses_nothing()
    {
        var number = BigInteger.Pow(3, 6000);
        List<BigInteger> primes = [];

        var rest = LargeTrialDivision.Divide(number, primes, CountingClock.Run(5).Run);

        Assert.InRange(primes.Count, 256, 2000);
        Assert.Equal(number, primes.Aggregate(rest, (product, prime) => product * prime));
    }

    [Fact]
    public void A_root_is_found_in_a_few_steps_and_every_exponent_looks()
    {
        var (run, clock) = CountingClock.Run(Unbounded);
        var prime = (BigInteger.One << 61) - 1;

        Assert.Equal((prime, 53), LargePower.Find(BigInteger.Pow(prime, 53), 1 << 16, run));
        // 16 primes up to 53; from far above the root each step would take off a 53rd part only.
        Assert.InRange(clock.Looks, 16, 30);
    }

    [Fact]
    public void A_base_of_thousands_of_primes_is_built_with_looks()
    {
        var (run, clock) = CountingClock.Run(Unbounded);
        var primes = new FactorBase();
        var number = (BigInteger.One << 89) - 1;
        ulong[] limbs = [(ulong)(number & ulong.MaxValue), (ulong)(number >> 64)];

        Assert.Equal(1u, primes.Build(limbs, 1, 4000, run));

        // Half of the odd primes are taken, so some 8000 are tried, 512 a look.
        Assert.InRange(clock.Looks, 4000 / 512, 30);
        Assert.Equal(0u, primes.Build(limbs, 1, 4000, CountingClock.Run(3).Run));
    }

    [Fact]
    public void A_sieve_that_runs_out_of_polynomials_still_looks_at_every_one_it_tries()
    {
        // Twelve primes make a handful of coefficients: the same come again and again, and never enough relations.
        var numbers = new RandomNumbers(91);
        var number = numbers.PrimeOfBits(60) * numbers.PrimeOfBits(60);
        var (run, clock) = CountingClock.Run(2000);

        var divisor = new QuadraticSieve(FactoringPath.Scalar).Split(number, new(14, 11, 2, 13, 10), run);

        Assert.Equal(UInt128.One, divisor);
        Assert.InRange(clock.Looks, 2001, 2010);
    }

    [Fact]
    public void A_sieve_looks_at_least_once_a_polynomial()
    {
        var numbers = new RandomNumbers(92);
        var (run, clock) = CountingClock.Run(Unbounded);
        var sieve = new QuadraticSieve(FactoringPaths.Current);

        Assert.NotEqual(UInt128.One, sieve.Split(numbers.PrimeOfBits(65) * numbers.PrimeOfBits(65), run));
        Assert.InRange(clock.Looks, sieve.Polynomials, 3 * sieve.Polynomials);
    }

    [Fact]
    public void The_last_step_of_a_sieve_looks_while_it_multiplies_its_relations()
    {
        var (run, clock) = CountingClock.Run(Unbounded);
        var primes = new FactorBase();
        var number = (BigInteger.One << 89) - 1;
        primes.Build([(ulong)(number & ulong.MaxValue), (ulong)(number >> 64)], 1, 1300, run);
        var relations = new Relations();
        List<(int, int)> rows = [];
        for (var i = 0; i < 1000; i++)
        {
            relations.Add((UInt128)i + 1, [5, 5], 1, out _);
            rows.Add((i, -1));
        }
        var before = clock.Looks;

        new Congruence().Divisor<Ring128, UInt128, UInt128>(
            new((UInt128)number), primes, relations, rows, [.. Enumerable.Range(0, 1000)], run);

        Assert.Equal((1000 / 128) + (primes.Count / 128), clock.Looks - before);
    }
}

using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Tests.Word;

public sealed class PrimalityTests
{
    const int Seed = 41;

    // Least strong pseudoprimes to the first k prime bases (G. Jaeschke 1993; J. Jiang and Y. Deng 2014), the
    // squares of the two Wieferich primes, and Carmichael numbers.
    [Theory]
    [InlineData(2047UL)]
    [InlineData(1373653UL)]
    [InlineData(25326001UL)]
    [InlineData(3215031751UL)]
    [InlineData(2152302898747UL)]
    [InlineData(3474749660383UL)]
    [InlineData(341550071728321UL)]
    [InlineData(3825123056546413051UL)]
    [InlineData(1194649UL)]
    [InlineData(12327121UL)]
    [InlineData(561UL)]
    [InlineData(1590231231043178376UL + 1)]
    [InlineData(18446744073709551615UL)]
    public void A_pseudoprime_is_not_taken_for_a_prime(ulong number)
    {
        Assert.False(SinclairOracle.IsPrime(number));
        Assert.False(Primality.IsPrime(number));
        Answers.AssertAllComplete([number], "a pseudoprime");
    }

    [Fact]
    public void Carmichael_numbers_of_three_like_factors_are_completely_factored()
    {
        List<ulong> numbers = [];
        for (ulong k = 1; k < 400_000 && numbers.Count < 300; k++)
        {
            ulong p = 6 * k + 1, q = 12 * k + 1, r = 18 * k + 1;
            if (SinclairOracle.IsPrime(p) && SinclairOracle.IsPrime(q) && SinclairOracle.IsPrime(r))
            {
                numbers.Add(p * q * r);
            }
        }

        Assert.Equal(300, numbers.Count);
        Assert.All(numbers, n => Assert.False(Primality.IsPrime(n)));
        Answers.AssertAllComplete(numbers.ToArray(), "a Carmichael number");
    }

    [Fact]
    public void Every_number_to_100000_and_random_odd_ones_agree_with_seven_strong_tests()
    {
        var random = new Random(Seed);
        for (ulong n = 0; n < 100_000; n++) Check(n);
        for (var i = 0; i < 20_000; i++) Check((random.NextUInt64() >> (i % 50)) | 1);
    }

    [Fact]
    public void The_Lucas_step_alone_passes_every_prime_and_knows_its_first_pseudoprimes()
    {
        List<ulong> passing = [];
        for (ulong n = 5; n < 60_000; n += 2)
        {
            var passes = Primality.IsLucasProbablePrime(new Montgomery(n));
            if (SinclairOracle.IsPrime(n)) Assert.True(passes, $"{n} is prime");
            else if (passes) passing.Add(n);
        }

        // OEIS A217719 together with the numbers only the "almost" variant lets pass.
        Assert.Equal(989UL, passing[0]);
        Assert.Contains(3239UL, passing);
        Assert.Contains(5777UL, passing);
    }

    [Fact]
    public void The_Lucas_step_judges_as_its_definition_does()
    {
        for (ulong n = 5; n < 3000; n += 2)
        {
            // A square has no parameter: the search would not end.
            if (PerfectPower.IsSquare(n, out _)) continue;
            var p = Primality.LucasParameter(n);
            if (p == 0) continue;

            Assert.Equal((n, PassesLucas(n, p)), (n, Primality.IsLucasProbablePrime(new Montgomery(n))));
        }
    }

    /// <summary>V_0 = 2, V_1 = P, V_(k+1) = P V_k - V_(k-1), step by step.</summary>
    static bool PassesLucas(ulong n, ulong p)
    {
        var odd = n + 1;
        while (odd % 2 == 0) odd /= 2;
        ulong before = 2, value = p % n;
        for (ulong k = 1; k < odd; k++) (before, value) = (value, ((p * value) + n - before) % n);
        if (value == 2 || value == n - 2) return true;
        for (; odd < (n + 1) / 2; odd *= 2)
        {
            if (value == 0) return true;
            value = ((value * value) + n - 2) % n;
        }
        return false;
    }

    [Fact]
    public void The_largest_cube_and_fifth_power_that_fit_are_powers()
    {
        Assert.True(PerfectPower.TrySplit(2642245UL * 2642245 * 2642245, out var root, out var exponent));
        Assert.Equal((2642245UL, 3), (root, exponent));
        Assert.True(PerfectPower.TrySplit(7131UL * 7131 * 7131 * 7131 * 7131, out root, out exponent));
        Assert.Equal((7131UL, 5), (root, exponent));
    }

    [Fact]
    public void Numbers_one_by_one_are_factored_as_the_naive_function_does()
    {
        var factors = new ulong[WordFactorizer.MaxFactors];
        for (ulong n = 0; n < 80_000; n++)
        {
            var count = WordFactorizer.Split(n, factors, Answers.NewRun(), out _);
            if (!BlogOracle.Factorize(n).SequenceEqual(factors.Take(count))) Assert.Fail($"{n} is wrong");
        }
    }

    [Theory]
    [InlineData(4294967296UL - 5, 4294967296UL - 5)]
    [InlineData(4294967291UL, 4294967279UL)]
    [InlineData(3UL, 3UL)]
    public void Squares_are_told_from_their_neighbours(ulong p, ulong q)
    {
        var isSquare = PerfectPower.IsSquare(p * q, out var root);

        Assert.Equal(p == q, isSquare);
        if (isSquare) Assert.Equal(p, root);
        Assert.False(PerfectPower.IsSquare(p * q + 1, out _));
    }

    [Fact]
    public void Exactly_the_squares_among_the_first_numbers_are_squares()
    {
        var numbers = Enumerable.Range(0, 40_000).Select(n => (ulong)n);

        ulong[] squares = [.. numbers.Where(n => PerfectPower.IsSquare(n, out _))];

        Assert.Equal([.. Enumerable.Range(0, 200).Select(root => (ulong)(root * root))], squares);
    }

    static void Check(ulong n)
    {
        if (Primality.IsPrime(n) != SinclairOracle.IsPrime(n)) Assert.Fail($"{n} (seed {Seed})");
    }
}

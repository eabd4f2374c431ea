using System.Numerics;
using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class WidePathTests
{
    static readonly FactoringRun s_run = new(TimeProvider.System, CancellationToken.None);

    public static TheoryData<FactoringPath> Paths => [.. TestedPaths.All];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Random_numbers_of_every_width_are_completely_factored(FactoringPath path)
    {
        const int seed = 2026;
        var numbers = new RandomNumbers(seed);
        var factorizer = new WideFactorizer(path);
        List<UInt128> all = [];
        for (var bits = 40; bits <= 128; bits++)
        {
            for (var i = 0; i < 4; i++) all.Add((UInt128)numbers.OfBits(bits));
        }
        var lists = new FactorLists<UInt128>();

        factorizer.Factorize([.. all], lists, s_run);

        for (var i = 0; i < all.Count; i++)
        {
            BigInteger[] primes = [.. lists.Factors(i).ToArray().Select(p => (BigInteger)p)];
            Oracle.AssertFactored(all[i], new(primes, lists.Cofactor(i), lists.Method(i)), $"seed {seed} {path}");
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Known_semiprimes_are_split_on_every_path(FactoringPath path)
    {
        var factorizer = new WideFactorizer(path);
        (string, int)[] files =
            [("f_semi80.ans", 50), ("f_semi96.ans", 30), ("f_semi112.ans", 10), ("f_semi128.ans", 5)];
        foreach (var (file, lines) in files)
        {
            foreach (var (number, primes) in KnownAnswers.Of(file).Take(lines))
            {
                factorizer.Factor((UInt128)number, s_run);

                Assert.Equal(primes, factorizer.Primes.ToArray().Select(p => (BigInteger)p));
                Assert.Equal(UInt128.One, factorizer.Cofactor);
            }
        }
    }

    [Fact]
    public void The_fallback_alone_splits_what_the_faster_stages_would_have()
    {
        const int seed = 77;
        var numbers = new RandomNumbers(seed);
        for (var i = 0; i < 20; i++)
        {
            BigInteger p = numbers.PrimeOfBits(24), q = numbers.PrimeOfBits(70);

            var divisor = BrentRho.Split<Ring128, UInt128, UInt128>(new((UInt128)(p * q)), s_run);

            Assert.True(divisor == p || divisor == q, $"seed {seed}: {p} * {q}: {divisor}");
        }
    }

    [Fact]
    public void Primes_that_the_fallback_meets_in_one_product_are_still_told_apart()
    {
        // Cycles of some hundred steps: often both primes are met within the steps of one greatest common divisor,
        // and its first step is too long ago to be met again soon.
        const int seed = 78;
        var numbers = new RandomNumbers(seed);
        for (var i = 0; i < 400; i++)
        {
            BigInteger p = numbers.PrimeOfBits(18), q = numbers.PrimeOfBits(18);
            if (p == q) continue;

            var divisor = BrentRho.Split<Ring128, UInt128, UInt128>(new((UInt128)(p * q)), s_run);

            Assert.True(divisor == p || divisor == q, $"seed {seed}: {p} * {q}: {divisor}");
        }
    }
}

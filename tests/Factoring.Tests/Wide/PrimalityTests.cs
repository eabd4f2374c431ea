using BatchRunner.Factoring.Large;
using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class PrimalityTests
{
    static readonly FactoringRun s_run = new(TimeProvider.System, CancellationToken.None);

    [Theory]
    [InlineData(66)]
    [InlineData(100)]
    [InlineData(128)]
    [InlineData(300)]
    public void The_verdict_is_the_oracles(int bits)
    {
        const int seed = 4711;
        var numbers = new RandomNumbers(seed + bits);
        for (var i = 0; i < (bits > 128 ? 60 : 300); i++)
        {
            var n = i % 10 == 0 ? numbers.PrimeOfBits(bits) : numbers.OfBits(bits) | 1;
            if (LargePower.Find(n, 2, s_run).Exponent > 1) continue;

            var expected = Oracle.IsPrime(n) ? PrimalityVerdict.ProbablePrime : PrimalityVerdict.Composite;

            Assert.Equal((seed, n, expected), (seed, n, PrimalityTest.Run<LimbRing, Limbs>(new(n), s_run)));
            if (bits > 128) continue;
            Assert.Equal((seed, n, expected), (seed, n, PrimalityTest.Run<Ring128, UInt128>(new((UInt128)n), s_run)));
        }
    }

    [Fact]
    public void A_strong_pseudoprime_to_the_first_thirteen_bases_passes_base_2_and_fails_Lucas()
    {
        // Sorenson and Webster, Strong pseudoprimes to twelve prime bases, Math. Comp. 86 (2017).
        var ring = new Ring128(UInt128.Parse("3317044064679887385961981", null));

        Assert.Equal(PrimalityVerdict.ProbablePrime, StrongTest.Run<Ring128, UInt128>(ring, 2, s_run));
        Assert.Equal(PrimalityVerdict.ProbablePrime, StrongTest.Run<Ring128, UInt128>(ring, 37, s_run));
        Assert.Equal(PrimalityVerdict.Composite, LucasTest.Run<Ring128, UInt128>(ring, s_run));
    }

    [Fact]
    public void What_passes_strong_tests_to_many_bases_is_caught_by_Lucas()
    {
        // Up to a quarter of all bases err for p (2p - 1), so without the Lucas test some would pass for primes.
        const int seed = 4712;
        var numbers = new RandomNumbers(seed);
        var fooled = 0;
        for (var tried = 0; fooled < 200; tried++)
        {
            var p = (numbers.OfBits(34) | 3) - 2;
            if (p % 3 == 0 || p % 5 == 0 || !Oracle.IsPrime(p) || !Oracle.IsPrime((2 * p) - 1)) continue;
            var ring = new Ring128((UInt128)(p * ((2 * p) - 1)));
            if (StrongTest.Run<Ring128, UInt128>(ring, 2, s_run) != PrimalityVerdict.ProbablePrime) continue;
            fooled++;

            var verdict = PrimalityTest.Run<Ring128, UInt128>(ring, s_run);
            Assert.Equal((seed, p, PrimalityVerdict.Composite), (seed, p, verdict));
        }
    }

    [Fact]
    public void The_extra_strong_Lucas_test_errs_exactly_where_the_literature_says()
    {
        // OEIS A217719: the extra strong Lucas pseudoprimes below 100,000.
        int[] pseudoprimes = [989, 3239, 5777, 10877, 27971, 29681, 30739, 31631, 39059, 72389, 73919, 75077];
        var passed = new List<int>();
        for (var n = 5; n < 80_000; n += 2)
        {
            if (IsSquare(n) || Oracle.IsPrime(n)) continue;
            var verdict = LucasTest.Run<Ring128, UInt128>(new((UInt128)n), s_run);
            if (verdict == PrimalityVerdict.ProbablePrime) passed.Add(n);
        }

        Assert.Equal(pseudoprimes, passed);
    }

    static bool IsSquare(int n) => Math.Round(Math.Sqrt(n)) is var root && root * root == n;
}

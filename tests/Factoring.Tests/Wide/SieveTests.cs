using System.Numerics;
using BatchRunner.Factoring.Wide.Sieve;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class SieveTests
{
    static readonly FactoringRun s_run = new(TimeProvider.System, CancellationToken.None);

    [Theory]
    [InlineData(62, 30)]
    [InlineData(80, 20)]
    [InlineData(96, 10)]
    [InlineData(112, 4)]
    [InlineData(128, 2)]
    [InlineData(140, 1)]
    public void Every_path_sieves_the_same_polynomials_and_finds_the_same_divisor(int bits, int count)
    {
        const int seed = 1234;
        var numbers = new RandomNumbers(seed + bits);
        for (var i = 0; i < count; i++)
        {
            BigInteger p = numbers.PrimeOfBits(bits / 2), q = numbers.PrimeOfBits(bits / 2);
            var answers = FactoringPaths.Available.Select(path =>
            {
                var sieve = new QuadraticSieve(path);
                var divisor = sieve.Split(p * q, s_run);
                return (divisor, sieve.Polynomials, sieve.RelationCount);
            }).ToList();

            Assert.True(answers[0].divisor == p || answers[0].divisor == q, $"seed {seed}: {p} * {q}: {answers[0]}");
            Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        }
    }

    [Fact]
    public void The_sieve_needs_no_more_polynomials_than_it_was_tuned_for()
    {
        // A wrong root, logarithm or shift still ends with the right answer, but only by luck and late.
        const int seed = 55;
        var numbers = new RandomNumbers(seed);
        var sieve = new QuadraticSieve(FactoringPaths.Current);
        var polynomials = 0;
        for (var i = 0; i < 20; i++)
        {
            var number = numbers.PrimeOfBits(48) * numbers.PrimeOfBits(48);
            Assert.NotEqual(BigInteger.One, sieve.Split(number, s_run));
            polynomials += sieve.Polynomials;
        }

        Assert.InRange(polynomials / 20, 10, 70);
    }

    [Fact]
    public void A_number_with_three_primes_is_split_too()
    {
        const int seed = 56;
        var numbers = new RandomNumbers(seed);
        var sieve = new QuadraticSieve(FactoringPaths.Current);
        for (var i = 0; i < 10; i++)
        {
            var number = numbers.PrimeOfBits(32) * numbers.PrimeOfBits(33) * numbers.PrimeOfBits(31);

            var divisor = sieve.Split(number, s_run);

            Assert.True(divisor > 1 && divisor < number && (number % divisor).IsZero, $"seed {seed}: {number}");
        }
    }

    [Fact]
    public void Of_a_long_number_the_divisor_returned_is_the_one_that_fits_two_words()
    {
        const int seed = 58;
        var numbers = new RandomNumbers(seed);
        var sieve = new QuadraticSieve(FactoringPaths.Current);
        for (var i = 0; i < 4; i++)
        {
            var small = numbers.PrimeOfBits(20);

            var divisor = sieve.Split(small * numbers.PrimeOfBits(131), s_run);

            Assert.Equal((seed, small), (seed, divisor));
        }
    }

    [Fact]
    public void Every_polynomial_has_its_discriminant_and_its_roots()
    {
        const int half = 1 << 14;
        const int seed = 57;
        var numbers = new RandomNumbers(seed);
        foreach (var path in TestedPaths.All)
        {
            var number = numbers.PrimeOfBits(60) * numbers.PrimeOfBits(60);
            ulong[] limbs = [(ulong)(number & ulong.MaxValue), (ulong)(number >> 64)];
            var primes = new FactorBase();
            primes.Build(limbs, 1, 200, s_run);
            var polynomial = new Polynomial();
            polynomial.Prepare(primes, (UInt128)number);
            int[] factors = [20, 25, 31, 40];
            if (path == FactoringPath.Avx512) polynomial.Start<Factoring.Wide.EightLanes>(factors, half);
            else if (path == FactoringPath.Avx2) polynomial.Start<Factoring.Wide.FourLanes>(factors, half);
            else polynomial.Start<Factoring.Wide.OneLane>(factors, half);

            for (var step = 1; step < 8; polynomial.Advance(step++, path))
            {
                BigInteger a = polynomial.A, b = (Int128)polynomial.B, c = (Int128)polynomial.C;
                Assert.Equal((seed, path, number), (seed, path, (b * b) - (a * c)));
                for (var i = 1; i < primes.Count; i++)
                {
                    if (factors.Contains(i)) continue;
                    foreach (var root in (uint[])[polynomial.FirstRoot[i], polynomial.SecondRoot[i]])
                    {
                        var x = (BigInteger)root - half;
                        Assert.True(root < primes.Prime[i], $"seed {seed} {path}: root {root} of {primes.Prime[i]}");
                        Assert.True(((a * x * x) + (2 * b * x) + c) % primes.Prime[i] == 0, $"seed {seed} {path} {i}");
                    }
                }
            }
        }
    }
}

using System.Numerics;

namespace BatchRunner.Factoring.Tests.Wide;

/// <summary>The test that others check answers with, which shares nothing with the engine's own.</summary>
public sealed class PrimeTestTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(80)]
    [InlineData(128)]
    [InlineData(200)]
    public void Primes_and_composites_are_told_as_twenty_strong_tests_tell_them(int bits)
    {
        const int seed = 13;
        var numbers = new RandomNumbers(seed + bits);
        for (var i = 0; i < 60; i++)
        {
            BigInteger prime = numbers.PrimeOfBits(bits), other = numbers.PrimeOfBits(bits / 2);
            var any = numbers.OfBits(bits);

            Assert.True(PrimeTest.IsPrime(prime), $"seed {seed}: {prime}");
            Assert.False(PrimeTest.IsPrime(prime * other), $"seed {seed}: {prime} * {other}");
            Assert.Equal((seed, any, Oracle.IsPrime(any)), (seed, any, PrimeTest.IsPrime(any)));
        }
    }

    [Fact]
    public void What_is_no_prime_by_definition_is_none()
    {
        Assert.All([-7, 0, 1, 4, 9], number => Assert.False(PrimeTest.IsPrime(number)));
        Assert.All([2, 3, 41, 43], number => Assert.True(PrimeTest.IsPrime(number)));
    }

    [Fact]
    public void The_first_composite_that_passes_twelve_bases_fails_the_thirteenth()
    {
        // Sorenson and Webster, Strong pseudoprimes to twelve prime bases, Math. Comp. 86 (2017).
        var number = BigInteger.Parse("318665857834031151167461", null);
        var twos = (int)BigInteger.TrailingZeroCount(number - 1);
        Assert.All([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37],
            witness => Assert.True(Oracle.PassesStrongTest(number, witness, (number - 1) >> twos, twos)));

        Assert.False(PrimeTest.IsPrime(number));
    }
}

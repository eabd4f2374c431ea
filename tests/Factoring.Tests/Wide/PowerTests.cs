using System.Numerics;
using BatchRunner.Factoring.Large;
using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class PowerTests
{
    static readonly FactoringRun s_run = new(TimeProvider.System, CancellationToken.None);

    [Fact]
    public void Every_power_of_a_prime_that_fits_is_taken_apart_and_its_neighbours_are_not()
    {
        const int seed = 99;
        var numbers = new RandomNumbers(seed);
        foreach (var exponent in (int[])[2, 3, 5, 7, 11])
        {
            for (var bits = 11; bits * exponent <= 128; bits++)
            {
                var root = numbers.PrimeOfBits(bits);
                var power = BigInteger.Pow(root, exponent);

                Assert.Equal((seed, (UInt128)root, exponent), (seed, WidePower.Find((UInt128)power).Root, exponent));
                Assert.Equal((seed, root, exponent), (seed, LargePower.Find(power, 1024, s_run).Root, exponent));
                Assert.Equal(1, WidePower.Find((UInt128)power - 2).Exponent);
                Assert.Equal(1, LargePower.Find(power + 2, 1024, s_run).Exponent);
            }
        }
    }

    [Fact]
    public void The_square_root_is_the_floor_up_to_the_last_number()
    {
        UInt128 largest = ulong.MaxValue;

        Assert.Equal(largest, WidePower.SquareRoot(UInt128.MaxValue));
        Assert.Equal(largest, WidePower.SquareRoot(largest * largest));
        Assert.Equal(largest - 1, WidePower.SquareRoot((largest * largest) - 1));
        Assert.Equal(UInt128.Zero, WidePower.SquareRoot(0));
        Assert.Equal(UInt128.One, WidePower.SquareRoot(3));
    }

    [Fact]
    public void Powers_of_long_primes_are_factored_completely()
    {
        var prime = BigInteger.Pow(2, 127) - 1;

        var answer = Factorizer.Factorize(BigInteger.Pow(prime, 15), s_run);

        Assert.Equal(Enumerable.Repeat(prime, 15), answer.Factors);
        Assert.Equal(FactoringMethod.PerfectPower | FactoringMethod.ProbablePrime, answer.Method);
    }
}

using System.Numerics;
using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class Ring128Tests
{
    [Theory]
    [InlineData(65)]
    [InlineData(66)]
    [InlineData(96)]
    [InlineData(127)]
    [InlineData(128)]
    public void Products_sums_and_differences_are_those_of_big_integers(int bits)
    {
        const int seed = 20121;
        var numbers = new RandomNumbers(seed + bits);
        for (var i = 0; i < 2000; i++)
        {
            var n = i == 0 ? (BigInteger.One << bits) - 1 : numbers.OfBits(bits) | 1;
            var a = i % 7 == 0 ? n - 1 : numbers.OfBits(128) % n;
            var b = i % 5 == 0 ? n - 1 : numbers.OfBits(128) % n;
            var ring = new Ring128((UInt128)n);
            UInt128 x = ring.ToForm((UInt128)a), y = ring.ToForm((UInt128)b), sum = 0, difference = 0;
            ring.Add(ref sum, x, y);
            ring.Subtract(ref difference, x, y);

            Assert.Equal((seed, n, a * b % n), (seed, n, ring.FromForm(ring.Multiply(x, y))));
            Assert.Equal((seed, n, (a + b) % n), (seed, n, ring.FromForm(sum)));
            Assert.Equal((seed, n, (a - b + n) % n), (seed, n, ring.FromForm(difference)));
            Assert.Equal((seed, n, BigInteger.ModPow(2, i + 1, n)), (seed, n, ring.FromForm(ring.PowerOfTwo(i + 1))));
        }
    }

    [Fact]
    public void The_common_divisor_is_Euclids()
    {
        const int seed = 77;
        var numbers = new RandomNumbers(seed);
        for (var i = 0; i < 500; i++)
        {
            var common = numbers.OfBits(1 + numbers.Below(60)) | 1;
            var n = common * (numbers.OfBits(60) | 1);
            var a = common * numbers.OfBits(1 + numbers.Below(60));

            var divisor = Ring128.CommonDivisor((UInt128)a, (UInt128)n);

            Assert.Equal((seed, BigInteger.GreatestCommonDivisor(a, n)), (seed, divisor));
        }
    }
}

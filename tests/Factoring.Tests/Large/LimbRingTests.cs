using System.Numerics;
using BatchRunner.Factoring.Large;
using BatchRunner.Factoring.Tests.Wide;

namespace BatchRunner.Factoring.Tests.Large;

public sealed class LimbRingTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(129)]
    [InlineData(192)]
    [InlineData(200)]
    [InlineData(1024)]
    [InlineData(3322)]
    public void Products_sums_and_differences_are_those_of_big_integers(int bits)
    {
        const int seed = 31;
        var numbers = new RandomNumbers(seed + bits);
        for (var i = 0; i < 200; i++)
        {
            var n = i == 0 ? (BigInteger.One << bits) - 1 : numbers.OfBits(bits) | 1;
            var ring = new LimbRing(n);
            ulong a = (ulong)numbers.OfBits(64), b = (ulong)numbers.OfBits(64);
            Limbs x = ring.Zero(), y = ring.Zero(), left = ring.Zero(), right = ring.Zero();
            ring.Load(ref x, a);
            ring.Load(ref y, b);

            // (a - b)^2 + a - (a + b) and a^2 - 2 a b + b^2 - b are the same only if all three operations hold.
            ring.Subtract(ref left, x, y);
            ring.Multiply(ref left, left, left);
            ring.Add(ref left, left, x);
            ring.Add(ref right, x, y);
            ring.Subtract(ref left, left, right);
            var expected = BigInteger.Remainder(BigInteger.Pow((BigInteger)a - b, 2) - b, n);
            expected = expected.Sign < 0 ? expected + n : expected;

            Assert.Equal((seed, n, expected), (seed, n, ring.ToInteger(left)));
        }
    }
}

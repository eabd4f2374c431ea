using BatchRunner.Factoring.Wide;
using BatchRunner.Factoring.Wide.Sieve;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class ResidueLanesTests
{
    const int Seed = 67;

    [Fact]
    public void Products_remainders_and_inverses_are_exact_in_one_lane() => Check<OneLane>();

    [Fact]
    public void Products_remainders_and_inverses_are_exact_in_several_lanes()
    {
        Check<FourLanes>();
        Check<EightLanes>();
    }

    static void Check<T>() where T : unmanaged, ILanes<T>
    {
        var random = new Random(Seed);
        uint[] primes = [2, 3, 5, 65521, 65537, 262139, 1048573, 33554393, 67108859];
        for (var round = 0; round < 4000; round++)
        {
            var prime = new double[T.Count];
            var left = new double[T.Count];
            var right = new double[T.Count];
            for (var lane = 0; lane < T.Count; lane++)
            {
                prime[lane] = primes[random.Next(primes.Length)];
                left[lane] = Residue(random, (int)prime[lane]);
                right[lane] = Residue(random, (int)prime[lane]);
            }
            var p = T.Load(ref prime[0], 0);
            var reciprocals = Array.ConvertAll(prime, value => 1 / value);
            var reciprocal = T.Load(ref reciprocals[0], 0);
            var a = T.Load(ref left[0], 0);
            var b = T.Load(ref right[0], 0);

            Expect(ResidueLanes.Multiply(a, b, p, reciprocal),
                lane => (long)left[lane] * (long)right[lane] % (long)prime[lane]);
            // Up to 26 bits of the prime are gone through, and of what is 0 there is no inverse.
            Expect(ResidueLanes.Multiply(ResidueLanes.Inverse(a, p, reciprocal, 26), a, p, reciprocal),
                lane => left[lane] == 0 ? 0 : 1);
            Expect(ResidueLanes.Reduce(a + p + p + b, p, reciprocal),
                lane => (long)(left[lane] + right[lane]) % (long)prime[lane]);

            void Expect(T actual, Func<int, long> expected)
            {
                var values = new double[T.Count];
                T.Store(actual, ref values[0], 0);
                for (var lane = 0; lane < T.Count; lane++)
                    Assert.Equal((Seed, prime[lane], expected(lane)), (Seed, prime[lane], (long)values[lane]));
            }
        }
    }

    static double Residue(Random random, int prime) => random.Next(4) switch
    {
        0 => prime - 1,
        1 => 0,
        _ => random.Next(prime),
    };
}

using System.Numerics;
using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class EcmPlanTests
{
    [Theory]
    [InlineData(47, 1200, 60)]
    [InlineData(150, 6000, 210)]
    [InlineData(120, 6000, 420)]
    [InlineData(500, 25_000, 2310)]
    public void Stage_one_takes_every_prime_power_and_stage_two_every_prime(int first, int second, int step)
    {
        var plan = EcmPlan.For(first, second, step);

        var expected = BigInteger.One;
        for (var p = 2; p <= first; p++)
        {
            if (!Oracle.IsPrime(p)) continue;
            for (var power = p; power <= first; power *= p) expected *= p;
        }
        Assert.Equal(expected, Replay(plan.Chain));

        HashSet<int> met = [];
        for (var i = 0; i < plan.Giants.Length; i++)
        {
            var giant = (plan.FirstGiant + i) * step;
            foreach (var baby in plan.Giants[i])
            {
                met.Add(giant - plan.Babies[baby]);
                met.Add(giant + plan.Babies[baby]);
            }
        }
        // Below half a step there is no giant to stand on.
        for (var q = Math.Max(first + 1, step / 2); q <= second; q++)
        {
            if (Oracle.IsPrime(q)) Assert.Contains(q, met);
        }
    }

    /// <summary>Plays the rules on multiples held as integers; differences must be what they are said to be.</summary>
    static BigInteger Replay(byte[] chain)
    {
        BigInteger a = 1, b = 0, c = 0;
        foreach (var rule in chain)
        {
            (a, b, c) = rule switch
            {
                LucasChain.Double => (2 * a, b, c),
                LucasChain.Start => (2 * a, a, a),
                LucasChain.Swap => (b, a, c),
                LucasChain.Finish => (Add(a, b, c), b, c),
                1 => (Add(Add(a, b, c), a, b), Add(b, Add(a, b, c), a), c),
                2 or 4 => (2 * a, Add(a, b, c), c),
                3 => (a, Add(a, b, c), b),
                5 => (2 * a, b, Add(c, a, b)),
                6 => (Add(2 * a, a, a), Add(2 * a, Add(a, b, c), c), b),
                7 => (3 * a, Add(Add(a, b, c), a, b), c),
                8 => (3 * a, Add(a, b, c), Add(c, a, b)),
                _ => (a, 2 * b, Add(c, b, a)),
            };
        }
        return a;
    }

    static BigInteger Add(BigInteger one, BigInteger other, BigInteger difference)
    {
        Assert.Equal(BigInteger.Abs(one - other), BigInteger.Abs(difference));
        return one + other;
    }
}

using System.Numerics;
using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class EcmTests
{
    static readonly FactoringRun s_run = new(TimeProvider.System, CancellationToken.None);

    [Fact]
    public void Every_chain_reaches_its_prime_with_differences_that_are_known()
    {
        foreach (uint prime in (uint[])[3, 5, 7, 11, 13, 47, 101, 997, 7919, 49999, 65521])
        {
            var chain = LucasChain.Of(prime);

            Assert.Equal(prime, Replay(chain));
            Assert.True(chain.Length < 3 * (BitOperations.Log2(prime) + 1), $"{prime} takes {chain.Length} steps");
        }
    }

    [Fact]
    public void Chains_are_as_short_as_the_nine_rules_make_them()
    {
        // A wrong rule is never chosen when it misses the prime: it only shows as longer chains.
        var primes = Enumerable.Range(3, 3000).Where(n => Oracle.IsPrime(n)).ToList();

        Assert.Equal(9423, primes.Sum(prime => LucasChain.Of((uint)prime).Length));
    }

    [Theory]
    [InlineData(66)]
    [InlineData(95)]
    [InlineData(96)]
    [InlineData(128)]
    [InlineData(145)]
    [InlineData(146)]
    [InlineData(300)]
    [InlineData(595)]
    public void Lanes_multiply_as_big_integers_do(int bits)
    {
        const int seed = 5;
        var numbers = new RandomNumbers(seed + bits);
        var memory = new LaneMemory();
        for (var i = 0; i < 100; i++)
        {
            var n = i == 0 ? (BigInteger.One << bits) - 1 : numbers.OfBits(bits) | 1;
            if (bits <= 95) Check(new TwoDigitRing<EightLanes>(Short(n), memory, 2, 20), (UInt128)n, numbers);
            if (bits <= 95) Check(new TwoDigitRing<FourLanes>(Short(n), memory, 1, 20), (UInt128)n, numbers);
            if (bits <= 128) Check(new ThreeDigitRing<EightLanes>(Short(n), memory, 3, 20), (UInt128)n, numbers);
            if (bits <= 128) Check(new ThreeDigitRing<OneLane>(Short(n), memory, 1, 20), (UInt128)n, numbers);
            if (bits is > 128 and <= 145) Check(new ThreeDigitRing<EightLanes>(n, memory, 3, 20), n, numbers);
            if (bits is > 128 and <= 145) Check(new ThreeDigitRing<OneLane>(n, memory, 1, 20), n, numbers);
            Check(new ManyDigitRing<EightLanes>(n, memory, 20), n, numbers);
            Check(new ManyDigitRing<FourLanes>(n, memory, 20), n, numbers);
        }
    }

    [Theory]
    [InlineData(90, 30, 9)]
    [InlineData(127, 32, 7)]
    [InlineData(200, 28, 14)]
    public void Small_factors_are_found_by_the_curves_expected_on_every_path(int bits, int factorBits, int expected)
    {
        const int seed = 6;
        var plan = EcmPlan.For(47, 1200, 60);
        foreach (var path in TestedPaths.All)
        {
            var numbers = new RandomNumbers(seed + bits);
            var stage = new EcmStage(path);
            var found = 0;
            for (var i = 0; i < 25; i++)
            {
                var number = numbers.PrimeOfBits(factorBits) * numbers.PrimeOfBits(bits - factorBits);
                ulong state = 1;
                var divisor = stage.Split(number, plan, 24, ref state, s_run);
                Assert.True((number % divisor).IsZero, $"seed {seed} {path}: {divisor} does not divide {number}");
                if (!divisor.IsOne) found++;
            }

            Assert.True(found == expected, $"seed {seed} {path}: {found} of 25");
        }
    }

    [Theory]
    [InlineData(300)]
    [InlineData(595)]
    public void Curves_on_long_numbers_find_as_many_factors_as_on_short_ones(int bits)
    {
        const int seed = 8;
        var plan = EcmPlan.For(47, 1200, 60);
        var numbers = new RandomNumbers(seed + bits);
        BigInteger[] products =
            [.. Enumerable.Range(0, 12).Select(_ => numbers.PrimeOfBits(28) * numbers.PrimeOfBits(bits - 28))];
        foreach (var path in TestedPaths.All.Where(path => path != FactoringPath.Scalar))
        {
            var stage = new EcmStage(path);
            var found = products.Count(number =>
            {
                ulong state = 1;
                return !stage.Split(number, plan, 24, ref state, s_run).IsOne;
            });

            Assert.True(found >= 4, $"seed {seed} {path}: {found} of 12 on {bits} bits");
        }
    }

    [Fact]
    public void A_number_whose_primes_every_curve_meets_is_never_its_own_divisor()
    {
        const int seed = 9;
        var plan = EcmPlan.For(47, 1200, 60);
        foreach (var path in TestedPaths.All)
        {
            var numbers = new RandomNumbers(seed);
            var stage = new EcmStage(path);
            for (var i = 0; i < 40; i++)
            {
                // The orders of curves modulo such primes nearly all split into primes within the bounds.
                var number = Enumerable.Range(0, 9).Aggregate(BigInteger.One, (n, _) => n * numbers.PrimeOfBits(11));
                ulong state = 1;
                var divisor = stage.Split(number, plan, 24, ref state, s_run);

                Assert.True((number % divisor).IsZero && divisor < number, $"seed {seed} {path}: {number}: {divisor}");
            }
        }
    }

    [Fact]
    public void Stage_two_finds_what_one_large_prime_in_the_group_order_hides_from_stage_one()
    {
        const int seed = 7;
        var numbers = new RandomNumbers(seed);
        var stage = new EcmStage(FactoringPaths.Current);
        int first = 0, both = 0;
        for (var i = 0; i < 40; i++)
        {
            var number = numbers.PrimeOfBits(34) * numbers.PrimeOfBits(60);
            ulong one = 1, other = 1;
            if (!stage.Split(number, EcmPlan.For(200, 201, 210), 24, ref one, s_run).IsOne) first++;
            if (!stage.Split(number, EcmPlan.For(200, 10_000, 210), 24, ref other, s_run).IsOne) both++;
        }

        Assert.True(both >= first + 10, $"seed {seed}: {first} with stage 1 alone, {both} with stage 2");
    }

    static Ring128 Short(BigInteger n) => new((UInt128)n);

    static void Check<TRing, TInteger>(TRing ring, TInteger modulus, RandomNumbers numbers)
        where TRing : struct, ICurveRing<LaneResidue>, IDivisors<LaneResidue, TInteger>
        where TInteger : struct, INumber<TInteger>
    {
        // (a - b)(a + b) and a^2 - b^2 agree in every lane, and differ by a common divisor when one is planted.
        var a = new uint[ring.Lanes];
        var b = new uint[ring.Lanes];
        for (var i = 0; i < a.Length; i++) (a[i], b[i]) = ((uint)numbers.OfBits(32), (uint)numbers.OfBits(31));
        LaneResidue x = ring.Zero(), y = ring.Zero(), sum = ring.Zero(), difference = ring.Zero();
        ring.Load(ref x, a);
        ring.Load(ref y, b);
        for (var power = 0; power < 6; power++)
        {
            ring.Multiply(ref x, x, x);
            ring.Multiply(ref y, y, y);
        }
        ring.Add(ref sum, x, y);
        ring.Subtract(ref difference, x, y);
        ring.Multiply(ref sum, sum, difference);
        ring.Multiply(ref x, x, x);
        ring.Multiply(ref y, y, y);
        ring.Subtract(ref x, x, y);
        ring.Subtract(ref sum, sum, x);

        Assert.Equal(modulus, ring.CommonDivisor(sum));
        var n = BigInteger.CreateChecked(modulus);
        var lane = ring.Lanes - 1;
        var exponent = BigInteger.One << 7;
        var expected = BigInteger.GreatestCommonDivisor(
            BigInteger.ModPow(a[lane], exponent, n) - BigInteger.ModPow(b[lane], exponent, n), n);
        Assert.True(expected == 1 || ring.CommonDivisor(x) != TInteger.One);
    }

    /// <summary>Plays a chain on multiples of a point held as integers; differences must be what they are said to
    /// be.</summary>
    static long Replay(byte[] chain)
    {
        long a = 1, b = 0, c = 0;
        foreach (var rule in chain)
        {
            long t, s;
            switch (rule)
            {
                case LucasChain.Start:
                    (b, c, a) = (a, a, 2 * a);
                    break;
                case LucasChain.Swap:
                    (a, b) = (b, a);
                    break;
                case LucasChain.Finish:
                    a = Add(a, b, c);
                    break;
                case 1:
                    t = Add(a, b, c);
                    s = Add(t, a, b);
                    (a, b) = (s, Add(b, t, a));
                    break;
                case 2 or 4:
                    (a, b) = (2 * a, Add(a, b, c));
                    break;
                case 3:
                    (b, c) = (Add(a, b, c), b);
                    break;
                case 5:
                    (a, c) = (2 * a, Add(c, a, b));
                    break;
                case 6:
                    t = 2 * a;
                    s = Add(a, b, c);
                    (a, b, c) = (Add(t, a, a), Add(t, s, c), b);
                    break;
                case 7:
                    t = Add(a, b, c);
                    (a, b) = (3 * a, Add(t, a, b));
                    break;
                case 8:
                    t = Add(a, b, c);
                    (a, b, c) = (3 * a, t, Add(c, a, b));
                    break;
                default:
                    (b, c) = (2 * b, Add(c, b, a));
                    break;
            }
        }
        return a;
    }

    static long Add(long one, long other, long difference)
    {
        Assert.Equal(Math.Abs(one - other), Math.Abs(difference));
        return one + other;
    }
}

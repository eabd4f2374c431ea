using System.Numerics;
using BatchRunner.Factoring.Wide.Sieve;

namespace BatchRunner.Factoring.Tests.Wide;

/// <summary>
/// The parts of the sieve one by one against the definition: a part that errs makes the whole slower, not wrong, so
/// only its own test can tell.
/// </summary>
public sealed class SieveOracleTests
{
    const int Seed = 311;

    [Theory]
    [InlineData(12, 120, 300)]
    [InlineData(15, 120, 300)]
    [InlineData(17, 110, 2600)]
    public void Every_byte_holds_the_logarithms_of_exactly_the_primes_that_divide_there(int bits, int size, int primes)
    {
        const int from = 12, threshold = 60;
        var scene = new SieveScene(Seed, size, primes, 1 << (bits - 1), [15, 22, 37]);
        var interval = new SieveInterval();
        interval.Prepare(1 << bits, primes);

        interval.Fill(scene.Polynomial, scene.Base, scene.Factors, from, threshold);

        var expected = new byte[1 << bits];
        expected.AsSpan().Fill(128 - threshold);
        for (var i = from; i < primes; i++)
        {
            if (scene.Factors.Contains(i)) continue;
            var p = (int)scene.Base.Prime[i];
            long root = (long)(scene.Root(0) % p), step = (long)((BigInteger)scene.Polynomial.A % p);
            var square = (long)(scene.Number % p);
            for (var x = 0; x < Math.Min(p, expected.Length); x++, root += step)
            {
                if ((((root % p) * (root % p)) - square) % p != 0) continue;
                for (var at = x; at < expected.Length; at += p) expected[at] += (byte)Math.Round(Math.Log2(p));
            }
        }
        Assert.True(expected.AsSpan().SequenceEqual(interval.Bytes), $"seed {Seed}");
    }

    public static TheoryData<FactoringPath> Paths => [.. Enum.GetValues<FactoringPath>()];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_position_is_matched_with_exactly_the_primes_that_divide_there(FactoringPath path)
    {
        var scene = new SieveScene(Seed + 1, 120, 230, 1 << 14, [15, 22, 37]);
        var indices = new int[scene.Base.Count + FactorBase.Padding];
        for (var position = 0; position < 1 << 15; position += 191)
        {
            var found = SieveKernel.Match(scene.Polynomial, scene.Base, (uint)position, indices, path);

            var expected = Enumerable.Range(1, scene.Base.Count - 1).Where(i => scene.Meets(i, position));
            // The primes of A have no two roots, so nothing is said about them.
            var matched = indices.Take(found).Where(i => i > 0 && i < scene.Base.Count && !scene.Factors.Contains(i));
            Assert.Equal((position, string.Join(' ', expected)), (position, string.Join(' ', matched)));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_value_is_split_into_its_primes_of_the_base_and_a_rest_without_any(FactoringPath path)
    {
        var scene = new SieveScene(Seed + 2, 120, 230, 1 << 14, [15, 22, 37]);
        var division = new CandidateDivision();
        var seen = 0;
        for (var position = 0; position < 1 << 15; position += 23)
        {
            var count = division.Divide(
                scene.Polynomial, scene.Base, position, scene.Half, scene.Factors, path, out var root, out var rest);

            Assert.Equal(BigInteger.Abs(scene.Root(position)), root);
            var product = (BigInteger)rest;
            foreach (var factor in division.Factors[..count])
                product *= factor == Relations.Sign ? -1 : (BigInteger)scene.Base.Prime[factor];
            Assert.Equal((position, scene.Value(position)), (position, product));
            for (var i = 0; i < scene.Base.Count; i++)
                Assert.True(rest % scene.Base.Prime[i] != 0, $"position {position} keeps {scene.Base.Prime[i]}");
            if (count > 12) seen++;
        }

        Assert.True(seen > 0, "No value had many primes.");
    }

    [Theory]
    [InlineData(80, 120)]
    [InlineData(128, 504)]
    [InlineData(166, 2200)]
    [InlineData(200, 4000)]
    public void Coefficients_are_products_of_different_primes_near_the_ideal_size(int bits, int primes)
    {
        var scene = new SieveScene(Seed + bits, Math.Min(bits, 128), primes, 1 << 14, [15, 22, 37]);
        var coefficient = new Coefficient();
        var target = ((bits + 1) / 2.0) - 14;
        coefficient.Prepare(scene.Base, target, 17);
        var errors = 0.0;
        var middle = 0.0;
        var far = 0;
        HashSet<string> different = [];
        for (var index = 0; index < 200; index++)
        {
            coefficient.Choose(index);
            int[] factors = [.. coefficient.Factors];

            Assert.Equal(factors.Distinct().Order(), factors);
            Assert.All(factors, factor => Assert.InRange(factor, 3, primes - 1));
            var error = Math.Abs(factors.Sum(factor => Math.Log2(scene.Base.Prime[factor])) - target);
            // The first draw within 0.1 is taken, and one in 30 nearly always is.
            if (error > 0.1) far++;
            errors += error;
            middle += Math.Log2(scene.Base.Prime[factors[^1]]) - Math.Log2(scene.Base.Prime[factors[0]]);
            different.Add(string.Join(' ', factors));

            coefficient.Choose(index);
            Assert.Equal(factors, coefficient.Factors.ToArray());
        }

        Assert.Equal((bits, 0), (bits, far));
        Assert.InRange(errors / 200, 0, bits < 100 ? 0.25 : 0.1);
        Assert.InRange(middle / 200, 0.2, 4.5);
        Assert.InRange(different.Count, bits < 100 ? 50 : 195, 200);
        Assert.InRange(coefficient.FactorCount, 2, 12);
    }

    [Fact]
    public void The_multiplier_is_the_one_with_the_best_expected_sum_of_logarithms()
    {
        var numbers = new RandomNumbers(Seed);
        for (var i = 0; i < 100; i++)
        {
            var number = numbers.OfBits(100) | 1;

            var expected = Enumerable.Range(1, 73).Where(IsSquareFree).MaxBy(k => Score(number, k));

            var limbs = new[] { (ulong)(number & ulong.MaxValue), (ulong)(number >> 64) };
            Assert.Equal((number, (uint)expected), (number, Multiplier.Choose(limbs)));
        }
    }

    [Fact]
    public void Relations_find_their_partners_and_never_count_twice()
    {
        var relations = new Relations();

        Assert.Equal(0, relations.Add(100, [1, 1, 2], 1, out var none));
        Assert.Equal(-1, none);
        Assert.Equal(-1, relations.Add(100, [1, 1, 2], 1, out none));
        Assert.Equal(-1, relations.Add(101, [3], 997, out none));
        Assert.Equal(-1, none);
        Assert.Equal(2, relations.Add(102, [Relations.Sign, 4], 997, out var partner));
        Assert.Equal(1, partner);
        Assert.Equal(3, relations.Add(103, [5], 997, out partner));
        Assert.Equal(1, partner);
        Assert.Equal(-1, relations.Add(104, [5], 991, out partner));
        Assert.Equal(-1, partner);

        Assert.Equal(5, relations.Count);
        Assert.Equal([1, 1, 2], relations.Factors(0).ToArray());
        Assert.Equal([Relations.Sign, 4], relations.Factors(2).ToArray().Select(f => (int)f));
        Assert.Equal(((UInt128)102, 997u), (relations.Root(2), relations.LargePrime(2)));
        relations.Clear();
        Assert.Equal(-1, relations.Add(101, [3], 997, out _));
    }

    [Fact]
    public void The_factor_base_holds_exactly_the_primes_with_a_root()
    {
        var scene = new SieveScene(Seed + 3, 120, 3000, 1 << 14, [15, 22, 37]);
        var expected = Enumerable.Range(3, 70_000)
            .Where(p => Oracle.IsPrime(p) && BigInteger.ModPow(scene.Number % p, (p - 1) / 2, p).IsOne)
            .Prepend(2).Take(3000).Select(p => (uint)p);

        Assert.Equal(expected, scene.Base.Prime.Take(3000));
        for (var i = 1; i < 3000; i++)
        {
            var p = scene.Base.Prime[i];
            Assert.Equal(scene.Number % p, BigInteger.Pow((BigInteger)scene.Base.Root[i], 2) % p);
            Assert.Equal(1u, scene.Base.Inverse[i] * p);
            Assert.Equal(1ul, scene.Base.LongInverse[i] * p);
            Assert.Equal((byte)Math.Round(Math.Log2(p)), scene.Base.Log[i]);
        }
    }

    /// <summary>By the definition in R. D. Silverman, Math. Comp. 48 (1987), with Euler's criterion.</summary>
    static double Score(BigInteger number, int k)
    {
        var score = -Math.Log(k) / 2;
        score += (int)(number * k % 8) switch { 1 => 2 * Math.Log(2), 5 => Math.Log(2), _ => Math.Log(2) / 2 };
        foreach (var p in Enumerable.Range(3, 300).Where(p => Oracle.IsPrime(p)).Take(60))
        {
            var euler = BigInteger.ModPow(number * k % p, (p - 1) / 2, p);
            if (euler.IsZero) score += Math.Log(p) / (p - 1);
            else if (euler.IsOne) score += 2 * Math.Log(p) / (p - 1);
        }
        return score;
    }

    static bool IsSquareFree(int k) => Enumerable.Range(2, 7).All(d => k % (d * d) != 0);
}

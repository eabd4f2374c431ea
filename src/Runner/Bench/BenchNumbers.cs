using System.Numerics;
using BatchRunner.Factoring;

namespace BatchRunner.Runner.Bench;

/// <summary>The numbers people pipe, the same at every run.</summary>
static class BenchNumbers
{
    const int Seed = 20120116;

    /// <summary>The first number of the post's own set; the others follow in steps of two.</summary>
    const ulong BlogStart = 999_999_999_999;

    internal static BigInteger[] Blog(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new BigInteger(BlogStart + (2 * (ulong)i)))];

    internal static BigInteger[] Uniform(int bits, int count)
    {
        var random = new Random(Seed + bits);
        return [.. Enumerable.Range(0, count).Select(_ => Below(random, bits))];
    }

    /// <summary>Products of two primes of half the length each.</summary>
    internal static BigInteger[] Semiprimes(int bits, int count)
    {
        var random = new Random(Seed + (2 * bits));
        return [.. Enumerable.Range(0, count).Select(_ => Prime(random, bits / 2) * Prime(random, bits - (bits / 2)))];
    }

    /// <summary>Easy numbers first and the hard ones last, as in a sorted file.</summary>
    internal static BigInteger[] HardLast(int easy, int hard) => [.. Uniform(64, easy), .. Semiprimes(HardBits, hard)];

    /// <summary>Length of the hard numbers among easy ones.</summary>
    internal const int HardBits = 96;

    /// <summary>Easy numbers with some harder and few hard ones anywhere among them.</summary>
    internal static BigInteger[] Mixed(int count)
    {
        BigInteger[] numbers =
        [
            .. Uniform(64, count * 9 / 10), .. Semiprimes(64, count / 10),
            .. Semiprimes(HardBits, Math.Max(1, count / 500)),
        ];
        new Random(Seed).Shuffle(numbers);
        return numbers;
    }

    static BigInteger Prime(Random random, int bits)
    {
        var top = BigInteger.One << (bits - 1);
        while (true)
        {
            var candidate = top | Below(random, bits - 1) | BigInteger.One;
            if (PrimeTest.IsPrime(candidate)) return candidate;
        }
    }

    static BigInteger Below(Random random, int bits)
    {
        var bytes = new byte[(bits + 7) / 8];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) & ((BigInteger.One << bits) - 1);
    }
}

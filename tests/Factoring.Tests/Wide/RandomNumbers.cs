using System.Numerics;

namespace BatchRunner.Factoring.Tests.Wide;

/// <summary>Reproducible numbers and primes of a given size; the seed belongs into every failure message.</summary>
sealed class RandomNumbers(int seed)
{
    readonly Random _random = new(seed);

    /// <summary>Uniform among the numbers of exactly this many bits.</summary>
    public BigInteger OfBits(int bits)
    {
        var bytes = new byte[(bits + 7) / 8];
        _random.NextBytes(bytes);
        var top = BigInteger.One << (bits - 1);
        return (new BigInteger(bytes, isUnsigned: true) & (top - 1)) | top;
    }

    public BigInteger PrimeOfBits(int bits)
    {
        while (true)
        {
            var candidate = OfBits(bits) | 1;
            if (Oracle.IsPrime(candidate)) return candidate;
        }
    }

    public int Below(int bound) => _random.Next(bound);
}

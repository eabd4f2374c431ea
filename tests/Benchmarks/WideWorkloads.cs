using System.Numerics;
using BatchRunner.Factoring;
using BatchRunner.Factoring.Large;
using BatchRunner.Factoring.Wide;

namespace BatchRunner.Benchmarks;

/// <summary>Numbers above 64 bits, the same at every run.</summary>
static class WideWorkloads
{
    static readonly FactoringRun s_run = new(TimeProvider.System, CancellationToken.None);

    public static BigInteger[] Uniform(int bits, int count)
    {
        var random = new Random(bits);
        return [.. Enumerable.Range(0, count).Select(_ => OfBits(random, bits))];
    }

    /// <summary>Products of two primes of half the size each.</summary>
    public static BigInteger[] Semiprimes(int bits, int count)
    {
        var random = new Random(1000 + bits);
        return [.. Enumerable.Range(0, count).Select(_ => Semiprime(random, bits))];
    }

    public static int BitsOfDigits(int digits) => (int)Math.Round(digits * Math.Log2(10));

    static BigInteger Semiprime(Random random, int bits)
    {
        while (true)
        {
            var product = Prime(random, (bits + 1) / 2) * Prime(random, bits - (bits / 2));
            if (product.GetBitLength() == bits) return product;
        }
    }

    static BigInteger Prime(Random random, int bits)
    {
        while (true)
        {
            var candidate = OfBits(random, bits) | 1;
            var composite = false;
            for (var d = 3; d < 200 && !composite; d += 2) composite = candidate % d == 0;
            if (composite) continue;
            if (StrongTest.Run<LimbRing, Limbs>(new(candidate), 2, s_run) != PrimalityVerdict.ProbablePrime) continue;
            if (LucasTest.Run<LimbRing, Limbs>(new(candidate), s_run) == PrimalityVerdict.ProbablePrime)
                return candidate;
        }
    }

    static BigInteger OfBits(Random random, int bits)
    {
        var bytes = new byte[(bits + 7) / 8];
        random.NextBytes(bytes);
        var top = BigInteger.One << (bits - 1);
        return (new BigInteger(bytes, isUnsigned: true) & (top - 1)) | top;
    }
}

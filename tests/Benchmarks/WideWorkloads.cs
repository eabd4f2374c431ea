using System.Numerics;
using BatchRunner.Factoring;
using BatchRunner.Factoring.Large;
using BatchRunner.Factoring.Wide;
using BatchRunner.Factoring.Word;

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

    /// <summary>The first prime above a random number of so many bits.</summary>
    public static BigInteger LongPrime(int bits, int seed)
    {
        var start = OfBits(new Random(seed), bits) | 1;
        int[] residues = [.. SmallPrimes.Primes.Select(p => (int)(start % p))];
        for (var offset = 0; ; offset += 2)
        {
            var composite = false;
            for (var i = 0; i < residues.Length && !composite; i++)
            {
                var p = (int)SmallPrimes.Primes[i];
                composite = (residues[i] + offset) % p == 0 && start + offset != p;
            }
            if (!composite && IsPrime(start + offset)) return start + offset;
        }
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
            if (IsPrime(candidate)) return candidate;
        }
    }

    static bool IsPrime(BigInteger odd) =>
        StrongTest.Run<LimbRing, Limbs>(new(odd), 2, s_run) == PrimalityVerdict.ProbablePrime
        && LucasTest.Run<LimbRing, Limbs>(new(odd), s_run) == PrimalityVerdict.ProbablePrime;

    static BigInteger OfBits(Random random, int bits)
    {
        var bytes = new byte[(bits + 7) / 8];
        random.NextBytes(bytes);
        var top = BigInteger.One << (bits - 1);
        return (new BigInteger(bytes, isUnsigned: true) & (top - 1)) | top;
    }
}

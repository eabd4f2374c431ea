using BatchRunner.Factoring.Word;

namespace BatchRunner.Benchmarks;

/// <summary>Products of two random primes of half the bits each, reproducible from a seed.</summary>
static class Semiprimes
{
    public static ulong[] Balanced(int bits, int count, int seed)
    {
        Random random = new(seed);
        var numbers = new ulong[count];
        for (var i = 0; i < count;)
        {
            var n = (UInt128)Prime(random, bits / 2) * Prime(random, bits - bits / 2);
            if (n >> (bits - 1) == 1) numbers[i++] = (ulong)n;
        }
        return numbers;
    }

    static ulong Prime(Random random, int bits)
    {
        while (true)
        {
            var candidate = (ulong)random.NextInt64(1L << (bits - 1), 1L << bits) | 1;
            if (Primality.IsPrime(candidate)) return candidate;
        }
    }
}

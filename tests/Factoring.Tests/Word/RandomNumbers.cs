namespace BatchRunner.Factoring.Tests.Word;

static class RandomNumbers
{
    public static ulong NextUInt64(this Random random) =>
        (ulong)random.NextInt64() << 1 ^ (ulong)random.NextInt64();

    /// <summary>A prime of exactly so many bits, at least 2.</summary>
    public static ulong NextPrime(this Random random, int bits)
    {
        while (true)
        {
            var candidate = (random.NextUInt64() >> (64 - bits)) | (1UL << (bits - 1)) | 1;
            if (SinclairOracle.IsPrime(candidate)) return candidate;
        }
    }
}

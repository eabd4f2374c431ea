namespace BatchRunner.Factoring.Wide;

/// <summary>The primes below 2^16, once per process, with what trial division by multiplication needs of each.</summary>
static class SmallPrimes
{
    public const int Limit = 1 << 16;

    /// <summary>All primes below <see cref="Limit"/>, ascending, from 2.</summary>
    public static readonly uint[] All = Sieve(Limit);

    static uint[] Sieve(int limit)
    {
        var composite = new bool[limit];
        List<uint> primes = [];
        for (var p = 2; p < limit; p++)
        {
            if (composite[p]) continue;
            primes.Add((uint)p);
            for (var multiple = (long)p * p; multiple < limit; multiple += p) composite[multiple] = true;
        }
        return [.. primes];
    }
}

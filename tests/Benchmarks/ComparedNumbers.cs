using BatchRunner.Factoring;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Benchmarks;

/// <summary>The sets of numbers on which we are to agree with <c>factor</c>.</summary>
static class ComparedNumbers
{
    const int Seed = 3;
    const int OfEachShape = 20_000;
    const ulong Radius = 1000;

    public static IEnumerable<ulong> Range(ulong first, ulong last)
    {
        for (var n = first; n <= last; n++) yield return n;
    }

    public static IEnumerable<ulong> Random(ulong count, int seed)
    {
        Random random = new(seed);
        for (ulong i = 0; i < count; i++) yield return Next(random);
    }

    /// <summary>Where algorithms break: around powers and products, pseudoprimes, powers of primes, twins.</summary>
    public static IEnumerable<ulong> Shapes() =>
    [
        .. Powers(2).SelectMany(Around),
        .. Powers(3).SelectMany(Around),
        .. Products(SmallPrimes.Primes.Select(p => (ulong)p).Prepend(2UL)).SelectMany(Around),
        .. Products(Range(1, 20)).SelectMany(Around),
        .. Range(ulong.MaxValue - Radius, ulong.MaxValue - 1),
        ulong.MaxValue,
        .. CarmichaelNumbers(),
        .. PseudoprimeShapes(),
        .. PrimesOf(32).Select(p => p * p),
        .. PrimesOf(21).Select(p => p * p * p),
        .. Twins(),
        .. LikePrimes(),
    ];

    static IEnumerable<ulong> Powers(ulong b)
    {
        for (UInt128 power = 1; power <= ulong.MaxValue; power *= b) yield return (ulong)power;
    }

    static IEnumerable<ulong> Products(IEnumerable<ulong> factors)
    {
        UInt128 product = 1;
        foreach (var factor in factors)
        {
            product *= factor;
            if (product > ulong.MaxValue) yield break;
            yield return (ulong)product;
        }
    }

    static IEnumerable<ulong> Around(ulong centre) => Range(centre < Radius ? 0 : centre - Radius, centre + Radius);

    /// <summary>All below 10^7 by Korselt's criterion, and Chernick's (6k+1)(12k+1)(18k+1) up to 2^64.</summary>
    static IEnumerable<ulong> CarmichaelNumbers()
    {
        FactoringRun run = new(TimeProvider.System, CancellationToken.None);
        var factors = new ulong[WordFactorizer.MaxFactors];
        for (ulong n = 3; n < 10_000_000; n += 2)
        {
            var count = WordFactorizer.Split(n, factors, run, out _);
            var primes = factors[..count];
            var isSquareFree = primes.Distinct().Count() == count;
            if (count > 2 && isSquareFree && primes.All(p => (n - 1) % (p - 1) == 0)) yield return n;
        }
        for (ulong k = 1; k < 242_000; k++)
        {
            var (p, q, r) = (6 * k + 1, 12 * k + 1, 18 * k + 1);
            if (Primality.IsPrime(p) && Primality.IsPrime(q) && Primality.IsPrime(r)) yield return p * q * r;
        }
    }

    /// <summary>p (k (p - 1) + 1), the shape of most strong pseudoprimes to several bases.</summary>
    static IEnumerable<ulong> PseudoprimeShapes()
    {
        foreach (var p in PrimesOf(31))
        {
            for (ulong k = 2; k <= 4; k++)
            {
                var q = k * (p - 1) + 1;
                if (Primality.IsPrime(q) && Math.BigMul(p, q, out _) == 0) yield return p * q;
            }
        }
    }

    static IEnumerable<ulong> Twins()
    {
        Random random = new(Seed);
        for (var found = 0; found < OfEachShape;)
        {
            var p = (Next(random) >> (33 + found % 20)) | 1;
            if (!Primality.IsPrime(p) || !Primality.IsPrime(p + 2)) continue;
            found++;
            yield return p * (p + 2);
        }
    }

    /// <summary>15402740541146750117 and its like: four primes of nearly the same length.</summary>
    static IEnumerable<ulong> LikePrimes()
    {
        yield return 15402740541146750117;
        Random random = new(Seed);
        for (var found = 0; found < OfEachShape; found++)
        {
            ulong product = 1;
            for (var i = 0; i < 4; i++)
            {
                var p = (ulong)random.Next(1 << 14, 1 << 16) | 1;
                while (!Primality.IsPrime(p)) p += 2;
                product *= p;
            }
            yield return product;
        }
    }

    static IEnumerable<ulong> PrimesOf(int mostBits)
    {
        Random random = new(Seed);
        for (var found = 0; found < OfEachShape;)
        {
            var p = Next(random) >> (64 - mostBits + found % (mostBits - 4));
            if (!Primality.IsPrime(p)) continue;
            found++;
            yield return p;
        }
    }

    static ulong Next(Random random) => (ulong)random.NextInt64() << 1 ^ (ulong)random.NextInt64();
}

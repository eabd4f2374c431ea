using System.Numerics;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Benchmarks;

/// <summary>The sets of numbers above 64 and below 126 bits on which we are to agree with <c>factor</c>.</summary>
static class ComparedWideNumbers
{
    const int Seed = 5;
    const int OfEachShape = 300;
    const int Radius = 12;
    const int MostBits = 126;

    // factor looks for primes by rho, so the second largest prime of these numbers must not be long.
    const int LeastPrimeBits = 33;
    const int MostPrimeBits = 42;

    public static IEnumerable<BigInteger> All() => Shapes().Where(number =>
        number > ulong.MaxValue && number.GetBitLength() <= MostBits);

    static IEnumerable<BigInteger> Shapes() =>
    [
        .. Enumerable.Range(1, MostBits).SelectMany(k => Around(BigInteger.Pow(2, k))),
        .. Enumerable.Range(1, 79).SelectMany(k => Around(BigInteger.Pow(3, k))),
        .. Products(SmallPrimes.Primes.Take(40).Select(p => (BigInteger)p).Prepend(2)).SelectMany(Around),
        .. Products(Enumerable.Range(1, 40).Select(n => (BigInteger)n)).SelectMany(Around),
        .. CarmichaelNumbers(),
        .. PseudoprimeShapes(),
        .. Primes(LeastPrimeBits, MostPrimeBits).Take(OfEachShape).Select(p => p * p),
        .. Primes(22, MostPrimeBits).Take(OfEachShape).Select(p => p * p * p),
        .. Primes(LeastPrimeBits, MostPrimeBits).Where(p => IsPrime(p + 2)).Take(OfEachShape).Select(p => p * (p + 2)),
        .. LikePrimes(),
    ];

    static IEnumerable<BigInteger> Around(BigInteger centre) =>
        Enumerable.Range(-Radius, (2 * Radius) + 1).Select(offset => centre + offset);

    static IEnumerable<BigInteger> Products(IEnumerable<BigInteger> factors)
    {
        var product = BigInteger.One;
        foreach (var factor in factors) yield return product *= factor;
    }

    /// <summary>Chernick's (6k+1)(12k+1)(18k+1).</summary>
    static IEnumerable<BigInteger> CarmichaelNumbers() =>
        from k in Numbers(20, MostPrimeBits - 4).Take(400_000)
        where IsPrime((6 * k) + 1) && IsPrime((12 * k) + 1) && IsPrime((18 * k) + 1)
        select ((6 * k) + 1) * ((12 * k) + 1) * ((18 * k) + 1);

    /// <summary>p (k (p - 1) + 1), the shape of most strong pseudoprimes to several bases.</summary>
    static IEnumerable<BigInteger> PseudoprimeShapes()
    {
        var shapes =
            from p in Primes(LeastPrimeBits, MostPrimeBits - 2)
            from k in Enumerable.Range(2, 3)
            where IsPrime((k * (p - 1)) + 1)
            select p * ((k * (p - 1)) + 1);
        return shapes.Take(OfEachShape);
    }

    /// <summary>Four to seven primes of nearly the same length: rivals hang when a found factor is composite.</summary>
    static IEnumerable<BigInteger> LikePrimes()
    {
        var primes = Primes(15, 21);
        for (var i = 0; i < OfEachShape; i++)
        {
            var count = 4 + (i % 4);
            yield return primes.Skip(8 * i).Take(count).Aggregate(BigInteger.One, (left, right) => left * right);
        }
    }

    static IEnumerable<BigInteger> Primes(int leastBits, int mostBits) =>
        Numbers(leastBits, mostBits).Select(n => n | 1).Where(IsPrime);

    /// <summary>Endless, the same at every enumeration, all lengths alike.</summary>
    static IEnumerable<BigInteger> Numbers(int leastBits, int mostBits)
    {
        Random random = new(Seed);
        while (true)
        {
            var bits = random.Next(leastBits, mostBits + 1);
            yield return random.NextInt64(1L << (bits - 1), 1L << bits);
        }
    }

    static bool IsPrime(BigInteger number) => Primality.IsPrime((ulong)number);
}

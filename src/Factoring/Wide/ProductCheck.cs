using System.Diagnostics;
using System.Numerics;

namespace BatchRunner.Factoring.Wide;

/// <summary>The last gate: no answer leaves whose product is not the number.</summary>
static class ProductCheck
{
    public static void Check(this ReadOnlySpan<UInt128> primes, UInt128 number, UInt128 cofactor)
    {
        if (number == 0 && primes.IsEmpty) return;
        var product = cofactor;
        // Wrap-around cannot hide an error: a wrong prime that is no divisor of the number is caught by the division.
        foreach (var prime in primes)
        {
            product *= prime;
            if (number % prime != 0) throw Wrong(number, prime);
        }
        if (product != number) throw Wrong(number, product);
    }

    public static void Check(IReadOnlyList<BigInteger> primes, BigInteger number, BigInteger cofactor)
    {
        if (number.IsZero && primes.Count == 0) return;
        var product = cofactor * Product(primes, 0, primes.Count);
        if (product != number) throw Wrong(number, product);
    }

    /// <summary>By halves: one prime after the other would take the square of their number.</summary>
    static BigInteger Product(IReadOnlyList<BigInteger> primes, int from, int to) => (to - from) switch
    {
        0 => BigInteger.One,
        1 => primes[from],
        _ => Product(primes, from, (from + to) / 2) * Product(primes, (from + to) / 2, to),
    };

    static UnreachableException Wrong(BigInteger number, BigInteger product) =>
        new($"The factors found for {number} do not multiply to it but to {product}.");
}

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
        var product = primes.Aggregate(cofactor, (left, right) => left * right);
        if (product != number) throw Wrong(number, product);
    }

    static UnreachableException Wrong(BigInteger number, BigInteger product) =>
        new($"The factors found for {number} do not multiply to it but to {product}.");
}

using System.Numerics;

namespace BatchRunner.Factoring;

/// <summary>Tells primes from composites, apart from any factoring.</summary>
public static class Primality
{
    // The first twelve primes as bases decide every number below 3.3 * 10^24 (Sorenson and Webster, "Strong pseudoprimes
    // to twelve prime bases", 2015); above that the statement is a strong probable-prime one.
    static readonly int[] Bases = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

    /// <summary>True for primes; above 2^64 for strong probable primes.</summary>
    public static bool IsPrime(BigInteger number)
    {
        if (number < 2) return false;
        foreach (var p in Bases)
            if (number % p == 0) return number == p;

        var odd = number - 1;
        var twos = 0;
        while (odd.IsEven)
        {
            odd >>= 1;
            twos++;
        }
        return Bases.All(b => PassesStrongTest(number, b, odd, twos));
    }

    static bool PassesStrongTest(BigInteger number, int witness, BigInteger odd, int twos)
    {
        var x = BigInteger.ModPow(witness, odd, number);
        for (var i = 0; i < twos; i++)
        {
            if (x == number - 1 || (i == 0 && x.IsOne)) return true;
            x = x * x % number;
        }
        return false;
    }
}

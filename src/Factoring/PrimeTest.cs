using System.Numerics;

namespace BatchRunner.Factoring;

/// <summary>Tells primes from composites, for those who check answers.</summary>
public static class PrimeTest
{
    // For numbers above 64 bits this is deliberately not the engine's own test: a checker that repeats the reasoning of
    // what it checks finds nothing. No composite below 3.3 * 10^24 passes the strong test to the first thirteen primes
    // (Sorenson and Webster, "Strong pseudoprimes to twelve prime bases", Math. Comp. 86, 2017); beyond, it is a strong
    // probable-prime statement.
    static readonly int[] Bases = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41];

    /// <summary>True for primes; above 3.3 * 10^24 for strong probable primes to thirteen bases.</summary>
    public static bool IsPrime(BigInteger number)
    {
        if (number <= ulong.MaxValue) return number.Sign > 0 && Word.Primality.IsPrime((ulong)number);

        foreach (var p in Bases)
        {
            if (number % p == 0) return false;
        }
        var odd = number - 1;
        var twos = 0;
        for (; odd.IsEven; odd >>= 1) twos++;
        return Bases.All(witness => PassesStrongTest(number, witness, odd, twos));
    }

    static bool PassesStrongTest(BigInteger number, int witness, BigInteger odd, int twos)
    {
        var power = BigInteger.ModPow(witness, odd, number);
        if (power.IsOne) return true;

        for (var i = 0; i < twos; i++, power = power * power % number)
        {
            if (power == number - 1) return true;
        }
        return false;
    }
}

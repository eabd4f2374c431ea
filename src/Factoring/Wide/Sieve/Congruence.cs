using System.Numerics;

namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// The last step: from relations whose values multiply to a square, X^2 = Y^2 modulo N and the divisor gcd(X - Y, N).
/// </summary>
static class Congruence
{
    // Products and powers of a word or two: some microseconds each.
    const int FactorsPerLook = 128;

    /// <summary>A proper divisor, or 1 when X = +-Y or the run must end.</summary>
    public static BigInteger Divisor(
        BigInteger number, FactorBase primes, Relations relations, List<(int One, int Other)> rows, List<int> members,
        FactoringRun run)
    {
        var exponents = new int[primes.Count];
        BigInteger x = 1, y = 1;
        for (var i = 0; i < members.Count; i++)
        {
            if (i % FactorsPerLook == FactorsPerLook - 1 && !run.Continue()) return BigInteger.One;
            var (one, other) = rows[members[i]];
            Gather(relations, one, exponents);
            x = x * relations.Root(one) % number;
            if (other < 0) continue;
            Gather(relations, other, exponents);
            x = x * relations.Root(other) % number;
            y = y * relations.LargePrime(one) % number;
        }
        for (var i = 0; i < exponents.Length; i++)
        {
            if (i % FactorsPerLook == FactorsPerLook - 1 && !run.Continue()) return BigInteger.One;
            if (exponents[i] > 0) y = y * BigInteger.ModPow(primes.Prime[i], exponents[i] / 2, number) % number;
        }
        var divisor = BigInteger.GreatestCommonDivisor(BigInteger.Abs(x - y), number);
        return divisor == number ? BigInteger.One : divisor;
    }

    static void Gather(Relations relations, int index, int[] exponents)
    {
        foreach (var factor in relations.Factors(index))
        {
            if (factor != Relations.Sign) exponents[factor]++;
        }
    }
}

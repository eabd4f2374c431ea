using System.Numerics;

namespace BatchRunner.Factoring.Tests.Wide;

/// <summary>Slow and simple: what the fast code is compared with.</summary>
static class Oracle
{
    static readonly int[] Witnesses = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71];

    /// <summary>Twenty strong tests by the textbook: below 3.3 x 10^24 a proof, above it no failure is known
    /// here.</summary>
    public static bool IsPrime(BigInteger number)
    {
        if (number < 2) return false;
        foreach (var witness in Witnesses)
        {
            if (number % witness == 0) return number == witness;
        }
        var exponent = number - 1;
        var twos = (int)BigInteger.TrailingZeroCount(exponent);
        return Witnesses.All(witness => PassesStrongTest(number, witness, exponent >> twos, twos));
    }

    public static bool PassesStrongTest(BigInteger number, BigInteger witness, BigInteger odd, int twos)
    {
        var power = BigInteger.ModPow(witness, odd, number);
        if (power.IsOne || power == number - 1) return true;
        for (var i = 1; i < twos; i++)
        {
            power = power * power % number;
            if (power == number - 1) return true;
        }
        return false;
    }

    public static void AssertFactored(BigInteger number, Factorization answer, string context)
    {
        var product = answer.Factors.Aggregate(BigInteger.One, (left, right) => left * right);
        Assert.True(answer.IsComplete, $"{context}: {number} left {answer.Cofactor} unsplit");
        Assert.True(product == number, $"{context}: {number} is not the product of {string.Join(' ', answer.Factors)}");
        Assert.True(answer.Factors.SequenceEqual(answer.Factors.Order()), $"{context}: {number} is out of order");
        foreach (var prime in answer.Factors)
            Assert.True(IsPrime(prime), $"{context}: {number} has the composite {prime} among its factors");
    }
}

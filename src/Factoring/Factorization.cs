using System.Numerics;

namespace BatchRunner.Factoring;

/// <summary>One number's answer: its primes in ascending order with multiplicity, and what was left unsplit.</summary>
/// <param name="Factors">Ascending, with multiplicity. Empty for 0 and 1.</param>
/// <param name="Cofactor">
/// 1 when the factorization is complete, else what the budget did not suffice for: composite, or longer than
/// <see cref="Factorizer.DecidedDigits"/>.
/// </param>
/// <param name="Method">The strongest stage that was needed.</param>
public sealed record Factorization(IReadOnlyList<BigInteger> Factors, BigInteger Cofactor, FactoringMethod Method)
{
    /// <summary>True when the product of <see cref="Factors"/> is the number (or the number is below 2).</summary>
    public bool IsComplete => Cofactor.IsOne;
}

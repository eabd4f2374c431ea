namespace BatchRunner.Factoring;

/// <summary>
/// The strongest stage a number needed. Stages are ordered by strength; <see cref="ProbablePrime"/> is a flag beside
/// them. The names users read and persist are in <see cref="FactoringMethods"/>.
/// </summary>
[Flags]
public enum FactoringMethod : byte
{
    /// <summary>Nothing to do: the number is 0 or 1.</summary>
    None = 0,

    /// <summary>The number itself is prime and no factor had to be found.</summary>
    Prime = 1,

    /// <summary>Division by small primes was enough.</summary>
    TrialDivision = 2,

    /// <summary>What trial division left was a perfect power.</summary>
    PerfectPower = 3,

    /// <summary>Pollard's rho method, Brent's variant.</summary>
    Rho = 4,

    /// <summary>Lenstra's elliptic curve method.</summary>
    Ecm = 5,

    /// <summary>The self-initializing quadratic sieve.</summary>
    QuadraticSieve = 6,

    /// <summary>At least one factor is above 2^64, where primality is a strong probable-prime statement, not a proof.</summary>
    ProbablePrime = 0x80,
}

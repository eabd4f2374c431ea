namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Primality of numbers above 2^64: the test of Baillie, Pomerance, Selfridge and Wagstaff (a strong test to base 2 and
/// an extra strong Lucas test), then <see cref="ExtraRounds"/> strong tests to bases drawn from the number itself, so
/// that nobody can prepare a composite against fixed bases without also meeting both halves of BPSW.
/// <para>No composite is known to pass BPSW alone; each extra round lets at most a quarter of all bases err. Still this
/// is no proof, and answers carry <see cref="FactoringMethod.ProbablePrime"/>.</para>
/// <para>Cost: a composite ends after the first strong test; a prime costs about 3 + 1.5 x extra rounds such
/// tests.</para>
/// <para>Source: R. Baillie, S. Wagstaff, Lucas pseudoprimes, Math. Comp. 35 (1980).</para>
/// </summary>
static class PrimalityTest
{
    public const int ExtraRounds = 2;

    /// <summary>
    /// A number of up to so many bits is decided whatever the budget: some 2 ms at most. All of
    /// <see cref="Factorizer.DecidedDigits"/> digits are among them.
    /// </summary>
    public const int DecidedBits = 1024;

    /// <summary>The modulus is above 2^64, odd and no perfect square.</summary>
    public static PrimalityVerdict Run<TRing, T>(in TRing ring, FactoringRun run)
        where TRing : struct, IResidueRing<T>
        where T : struct
    {
        var verdict = StrongTest.Run<TRing, T>(ring, 2, run);
        if (verdict != PrimalityVerdict.ProbablePrime) return verdict;

        verdict = LucasTest.Run<TRing, T>(ring, run);
        if (verdict != PrimalityVerdict.ProbablePrime) return verdict;

        var modulus = (stackalloc ulong[ring.LimbCount]);
        ring.CopyModulus(modulus);
        var state = modulus[0] ^ modulus[^1];
        for (var round = 0; round < ExtraRounds && verdict == PrimalityVerdict.ProbablePrime; round++)
        {
            var witness = (SplitMix.Next(ref state) | 3) >> 1;
            verdict = StrongTest.Run<TRing, T>(ring, witness, run);
        }
        return verdict;
    }
}

namespace BatchRunner.Factoring.Wide;

/// <summary>What a primality test can say within a budget.</summary>
enum PrimalityVerdict
{
    /// <summary>Certainly composite.</summary>
    Composite,

    /// <summary>Passed every round. No counterexample is known, and none exists below 2^64.</summary>
    ProbablePrime,

    /// <summary>The budget was spent before the last round.</summary>
    Undecided,
}

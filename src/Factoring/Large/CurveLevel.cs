using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Large;

/// <summary>
/// One level of the elliptic curve method: bounds and how many curves find a factor of that size with fair probability.
/// <para>Source: bounds and counts after P. Zimmermann, B. Dodson, 20 years of ECM, ANTS-VII (2006), table 1, with
/// stage 2 shortened to what the plain pairing here affords.</para>
/// </summary>
/// <param name="FactorDigits">Decimal digits of the factors this level is for.</param>
/// <param name="First">Bound of stage 1.</param>
/// <param name="Second">Bound of stage 2.</param>
/// <param name="Step">Giant step of stage 2.</param>
/// <param name="Curves">How many curves.</param>
sealed record CurveLevel(int FactorDigits, int First, int Second, int Step, int Curves)
{
    /// <summary>From the cheapest to the last, which is repeated as long as the budget lasts.</summary>
    public static readonly CurveLevel[] All =
    [
        new(9, 120, 6_000, 210, 16),
        new(12, 500, 25_000, 210, 24),
        new(15, 2_000, 100_000, 420, 32),
        new(20, 11_000, 800_000, 2310, 96),
        new(25, 50_000, 3_000_000, 2310, 256),
    ];

    /// <summary>Nothing when the run must end before the plan is made.</summary>
    public EcmPlan? Plan(FactoringRun run) => EcmPlan.For(First, Second, Step, run);
}

namespace BatchRunner.Factoring.Word.Ecm;

/// <summary>
/// One choice of bounds, compiled: the straight-line program of stage 1 (the point times every prime power up to B1)
/// and the plan of stage 2. All lanes of a batch follow the same plan.
/// </summary>
sealed class EcmPlan
{
    /// <summary>The register of stage 1 that holds the starting point.</summary>
    public const int StartRegister = 0;

    readonly LucasStep[] _stageOne;

    public EcmPlan(int b1, int b2)
    {
        B1 = b1;
        B2 = b2;
        List<LucasStep> steps = [];
        var register = StartRegister;
        for (var power = 2; power <= b1; power *= 2) Append(LucasChain.Two(register));
        foreach (int p in SmallPrimes.Primes.AsSpan())
        {
            if (p > b1) break;
            for (var power = p; power <= b1; power *= p) Append(LucasChain.For((ulong)p, register));
        }
        _stageOne = [.. steps];
        ResultRegister = register;
        StageTwo = StageTwoPlan.Cheapest(b1, b2);

        void Append(LucasChain chain)
        {
            steps.AddRange(chain.Steps);
            register = chain.Result;
        }
    }

    public int B1 { get; }

    public int B2 { get; }

    public ReadOnlySpan<LucasStep> StageOne => _stageOne;

    /// <summary>The register of stage 1 in which the multiple stands at the end.</summary>
    public int ResultRegister { get; }

    public StageTwoPlan StageTwo { get; }

    /// <summary>Multiplications a curve takes, without choosing it.</summary>
    public int Cost => 6 * _stageOne.Length + StageTwo.Cost;
}

namespace BatchRunner.Factoring.Wide;

/// <summary>The working points of curves in one kind of ring, kept from number to number: one set for each
/// plan.</summary>
sealed class KeptCurves<TRing, T>
    where TRing : struct, ICurveRing<T>
    where T : struct
{
    readonly Dictionary<EcmPlan, Ecm<TRing, T>> _ofPlan = [];

    /// <summary>Curves on the modulus of the ring; they hold until the next call.</summary>
    public Ecm<TRing, T> Take(in TRing ring, EcmPlan plan, FactoringRun run)
    {
        if (_ofPlan.TryGetValue(plan, out var kept)) kept.Restart(ring, run);
        else _ofPlan.Add(plan, kept = new(ring, plan, run));
        return kept;
    }
}

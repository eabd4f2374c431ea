using System.Runtime.CompilerServices;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Word.Ecm;

/// <summary>
/// Splits composites by elliptic curves, as many side by side as there are lanes. They wait in lists by size, since all
/// lanes follow one plan; a list that no longer fills the lanes moves into the next, and the very last ones get several
/// curves each. What many curves do not split - it happens to some 40-bit numbers whose primes every curve meets
/// together - goes to rho, which always ends.
/// </summary>
sealed class EcmSplitter<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    // A 64-bit semiprime needs 4 curves on average and more than 100 with a chance below 1 in 10^12.
    const int MaxCurves = 100;

    // Suyama's sigma = 11 has more small factors in its group orders than others (R. Barbulescu, J. Bos, C. Bouvier,
    // T. Kleinjung, P. Montgomery, "Finding ECM-friendly curves through a study of Galois properties", ANTS X, 2012,
    // section 3.4.2); behind it any other will do.
    const ulong FirstSigma = 11;

    readonly EcmRunner<TLanes, TVector> _runner = new();
    readonly List<Composite>[] _waiting = new List<Composite>[EcmParameters.Count];

    public EcmSplitter()
    {
        for (var i = 0; i < _waiting.Length; i++) _waiting[i] = [];
    }

    static int Lanes => EcmRunner<TLanes, TVector>.Lanes;

    public void Add(ulong composite, ulong inverse, ulong one, int owner) =>
        _waiting[EcmParameters.FirstCurve].Add(new(composite, inverse, one, owner, 0));

    public void Clear()
    {
        foreach (var list in _waiting) list.Clear();
    }

    /// <summary>Splits every waiting composite once and appends the parts to <paramref name="found"/>.</summary>
    public void SplitAll(List<SplitComposite> found, FactoringRun run)
    {
        for (var index = 0; index < _waiting.Length; index++)
        {
            var list = _waiting[index];
            var last = index == _waiting.Length - 1;
            while (list.Count >= Lanes || (last && list.Count > 0)) RunCurves(index, list, found, run);
            if (last) return;
            foreach (var composite in list) _waiting[Math.Max(index + 1, ClassOf(composite))].Add(composite);
            list.Clear();
        }
    }

    static int ClassOf(in Composite composite) =>
        composite.Curves == 0 ? EcmParameters.FirstCurve : EcmParameters.ClassOf(composite.Value);

    /// <summary>A curve for each of the last composites of the list, several when they do not fill the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void RunCurves(int index, List<Composite> list, List<SplitComposite> found, FactoringRun run)
    {
        run.Continue();
        var count = Math.Min(Lanes, list.Count);
        var first = list.Count - count;
        for (var lane = 0; lane < Lanes; lane++)
        {
            var composite = list[first + lane % count];
            _runner.SetLane(lane, composite, FirstSigma + (ulong)(composite.Curves + lane / count));
        }
        var plan = EcmParameters.Plan(index);
        // The first plan of a size is compiled, which takes as long as many curves.
        run.Continue();
        _runner.Run(plan);

        var curves = Lanes / count;
        var keep = first;
        for (var i = 0; i < count; i++)
        {
            var composite = list[first + i];
            if (TryTake(composite, i, count, found)) continue;
            composite.Curves += curves;
            if (composite.Curves > MaxCurves)
            {
                var factor = Rho.FindFactor(composite.Value, run);
                found.Add(new(factor, composite.Value / factor, composite.Owner, FactoringMethod.Rho));
            }
            else if (index == EcmParameters.FirstCurve)
            {
                _waiting[EcmParameters.ClassOf(composite.Value)].Add(composite);
            }
            else
            {
                list[keep++] = composite;
            }
        }
        list.RemoveRange(keep, list.Count - keep);
    }

    bool TryTake(in Composite composite, int lane, int stride, List<SplitComposite> found)
    {
        for (; lane < Lanes; lane += stride)
        {
            var factor = _runner.FactorOf(lane);
            if (factor > 1 && factor < composite.Value)
            {
                found.Add(new(factor, composite.Value / factor, composite.Owner, FactoringMethod.Ecm));
                return true;
            }
        }
        return false;
    }
}

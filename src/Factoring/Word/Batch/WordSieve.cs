using System.Runtime.InteropServices;
using BatchRunner.Factoring.Word.Ecm;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Word.Batch;

/// <summary>
/// Parts of 33 to 64 bits without small primes: told prime or composite by the two tests of <see cref="Primality"/>;
/// composites that are powers are taken apart here, the others go to the curves.
/// </summary>
sealed class WordSieve<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    readonly StrongTests<TLanes, TVector, WordMultiplier<TLanes, TVector>> _strong = new();
    readonly LucasTests<TLanes, TVector> _lucas = new();
    readonly List<Pending> _parts = [];
    readonly List<Composite> _survivors = [];
    readonly ulong[] _rootFactors = new ulong[WordFactorizer.MaxFactors];

    public int Count => _parts.Count;

    public void Add(ulong part, int owner) => _parts.Add(new(part, owner));

    public void Clear() => _parts.Clear();

    /// <summary>Empties the list: primes go to the answers, composites to the curves.</summary>
    public void Test(FactorLists<ulong> output, EcmSplitter<TLanes, TVector> curves, FactoringRun run)
    {
        _survivors.Clear();
        var lanes = StrongTests<TLanes, TVector, WordMultiplier<TLanes, TVector>>.Lanes;
        for (var first = 0; first < _parts.Count; first += lanes)
        {
            run.Continue();
            var count = Math.Min(lanes, _parts.Count - first);
            TestBaseTwo(CollectionsMarshal.AsSpan(_parts).Slice(first, count), output, curves, run);
        }
        _parts.Clear();
        for (var first = 0; first < _survivors.Count; first += LucasTests<TLanes, TVector>.Lanes)
        {
            run.Continue();
            TestLucas(CollectionsMarshal.AsSpan(_survivors)[first..], output, curves);
        }
    }

    void TestBaseTwo(
        ReadOnlySpan<Pending> parts, FactorLists<ulong> output, EcmSplitter<TLanes, TVector> curves, FactoringRun run)
    {
        Span<ulong> inverses = stackalloc ulong[parts.Length];
        Span<ulong> ones = stackalloc ulong[parts.Length];
        _strong.Clear();
        for (var lane = 0; lane < parts.Length; lane++)
        {
            var n = parts[lane].Value;
            inverses[lane] = Montgomery.InverseOf(n);
            ones[lane] = (0 - n) % n;
            _strong.SetLane(lane, n, inverses[lane], ones[lane]);
        }
        var passes = _strong.PassBaseTwo();
        for (var lane = 0; lane < parts.Length; lane++)
        {
            var (value, owner) = parts[lane];
            if ((passes >> lane & 1) != 0) _survivors.Add(new(value, inverses[lane], ones[lane], owner, 0));
            else if (PerfectPower.TrySplit(value, out _, out _)) TakePower(value, owner, output, run);
            else curves.Add(value, inverses[lane], ones[lane], owner);
        }
    }

    void TestLucas(ReadOnlySpan<Composite> parts, FactorLists<ulong> output, EcmSplitter<TLanes, TVector> curves)
    {
        var count = Math.Min(parts.Length, LucasTests<TLanes, TVector>.Lanes);
        uint composite = 0;
        _lucas.Clear();
        for (var lane = 0; lane < count; lane++)
        {
            var (value, inverse, one, _, _) = parts[lane];
            // No square comes here: the only strong pseudoprimes to base 2 among squares of primes below 2^64 are
            // those of 1093 and 3511, which are below 2^32.
            var parameter = Primality.LucasParameter(value);
            if (parameter == 0) composite |= 1u << lane;
            else _lucas.SetLane(lane, value, inverse, one, parameter);
        }
        var primes = _lucas.Pass() & ~composite;
        for (var lane = 0; lane < count; lane++)
        {
            var (value, inverse, one, owner, _) = parts[lane];
            if ((primes >> lane & 1) != 0) output.Push(owner, value);
            else curves.Add(value, inverse, one, owner);
        }
    }

    void TakePower(ulong value, int owner, FactorLists<ulong> output, FactoringRun run)
    {
        var count = WordFactorizer.Split(value, _rootFactors, run, out var method);
        output.Raise(owner, method);
        foreach (var factor in _rootFactors.AsSpan(0, count)) output.Push(owner, factor);
    }
}

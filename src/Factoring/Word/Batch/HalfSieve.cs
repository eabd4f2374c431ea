using System.Numerics;
using System.Runtime.CompilerServices;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Word.Batch;

/// <summary>
/// Parts below 2^32 without a prime below 317. Strong tests to bases 2, 7 and 61 are a proof below 4,759,123,141
/// (G. Jaeschke, "On strong pseudoprimes to several bases", Math. Comp. 61 (1993), 915-926); composites go on through
/// trial division, which ends at 2^16.
/// </summary>
sealed unsafe class HalfSieve<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    const int FirstPrime = BatchTrialDivision<TLanes, TVector>.HalfPrimes;
    const int PartsPerTick = 1024;

    readonly StrongTests<TLanes, TVector, HalfMultiplier<TLanes, TVector>> _tests = new();
    readonly List<Pending> _parts = [];
    readonly List<Pending> _survivors = [];
    readonly List<Pending> _composites = [];
    readonly uint[] _primes = SmallPrimes.Primes;
    readonly uint* _inverses = PrimeTables.HalfInverses;
    readonly uint* _limits = PrimeTables.HalfLimits;

    static int Lanes => StrongTests<TLanes, TVector, HalfMultiplier<TLanes, TVector>>.Lanes;

    public void Add(uint part, int owner) => _parts.Add(new(part, owner));

    public void Clear() => _parts.Clear();

    /// <summary>Appends the primes of all parts to their numbers' answers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Finish(FactorLists<ulong> output, FactoringRun run)
    {
        _survivors.Clear();
        _composites.Clear();
        Sift(_parts, _survivors, 2);
        _parts.Clear();
        run.Continue();
        Sift(_survivors, _parts, 7);
        _survivors.Clear();
        Sift(_parts, _survivors, 61);
        _parts.Clear();
        foreach (var prime in _survivors) output.Push(prime.Owner, prime.Value);
        for (var i = 0; i < _composites.Count; i++)
        {
            if (i % PartsPerTick == 0) run.Continue();
            Divide((uint)_composites[i].Value, _composites[i].Owner, output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Sift(List<Pending> from, List<Pending> passing, int witness)
    {
        for (var first = 0; first < from.Count; first += Lanes)
        {
            var count = Math.Min(Lanes, from.Count - first);
            _tests.Clear();
            for (var lane = 0; lane < count; lane++)
            {
                var n = (uint)from[first + lane].Value;
                _tests.SetLane(lane, n, (uint)Montgomery.InverseOf(n), (0 - n) % n);
            }
            var passes = witness == 2 ? _tests.PassBaseTwo() : _tests.PassBase(witness);
            for (var lane = 0; lane < count; lane++)
            {
                ((passes >> lane & 1) != 0 ? passing : _composites).Add(from[first + lane]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Divide(uint rest, int owner, FactorLists<ulong> output)
    {
        for (var first = FirstPrime; first < _primes.Length; first += TLanes.HalfDivisorsWidth)
        {
            // Every prime before this one is gone, so below its square only a prime or 1 is left.
            if (_primes[first] * (ulong)_primes[first] > rest) break;
            var divisors = TLanes.HalfDivisors(rest, _inverses + first, _limits + first);
            for (; divisors != 0; divisors &= divisors - 1)
            {
                var i = first + BitOperations.TrailingZeroCount(divisors);
                for (var quotient = rest * _inverses[i]; quotient <= _limits[i]; quotient = rest * _inverses[i])
                {
                    output.Push(owner, _primes[i]);
                    rest = quotient;
                }
            }
        }
        if (rest > 1) output.Push(owner, rest);
    }
}

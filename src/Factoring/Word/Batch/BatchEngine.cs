using System.Diagnostics;
using System.Runtime.CompilerServices;
using BatchRunner.Factoring.Word.Ecm;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Word.Batch;

/// <summary>
/// The pipeline of a batch: every number through trial division; what is left, by size, through the primality tests,
/// 16 to 32 numbers at a time; the composites through powers, division by all primes below 2^16 (when below 2^32) or
/// elliptic curves; their parts through the tests again, until only primes remain.
/// <para>
/// What runs for every number is compiled with full optimization at once: a file of a million small numbers is done
/// before the tiered compiler would notice.
/// </para>
/// </summary>
sealed class BatchEngine<TLanes, TVector> : WordEngine
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    // Long enough that the half-empty lanes at the end of a block cost little, short enough to stay in the cache.
    const int BlockLength = 2048;

    readonly BatchTrialDivision<TLanes, TVector> _division = new();
    readonly HalfSieve<TLanes, TVector> _halves = new();
    readonly WordSieve<TLanes, TVector> _words = new();
    readonly EcmSplitter<TLanes, TVector> _curves = new();
    readonly List<SplitComposite> _split = [];

    public override void Factorize(ReadOnlySpan<ulong> numbers, FactorLists<ulong> output, FactoringRun run)
    {
        // An earlier batch may have been cancelled half-way.
        _halves.Clear();
        _words.Clear();
        _curves.Clear();
        while (!numbers.IsEmpty)
        {
            var block = numbers[..Math.Min(BlockLength, numbers.Length)];
            var first = output.Count;
            run.StartNumber();
            Divide(block, output, run);
            Finish(output, run);
            Check(block, first, output);
            numbers = numbers[block.Length..];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Divide(ReadOnlySpan<ulong> block, FactorLists<ulong> output, FactoringRun run)
    {
        const int NumbersPerTick = 256;
        for (var i = 0; i < block.Length; i++)
        {
            if (i % NumbersPerTick == 0) run.Continue();
            var rest = _division.Divide(block[i], output);
            if (rest > 1) Enqueue(rest, output.Count - 1);
        }
    }

    void Finish(FactorLists<ulong> output, FactoringRun run)
    {
        do
        {
            _words.Test(output, _curves, run);
            _split.Clear();
            run.Continue();
            _curves.SplitAll(_split, run);
            foreach (var split in _split)
            {
                output.Raise(split.Owner, split.Method);
                Take(split.One, split.Owner, output);
                Take(split.Other, split.Owner, output);
            }
        }
        while (_words.Count > 0);
        run.Continue();
        _halves.Finish(output, run);
    }

    void Take(ulong part, int owner, FactorLists<ulong> output)
    {
        if (part < BatchTrialDivision<TLanes, TVector>.CertainlyPrimeBelow) output.Push(owner, part);
        else Enqueue(part, owner);
    }

    void Enqueue(ulong rest, int owner)
    {
        if (rest <= uint.MaxValue) _halves.Add((uint)rest, owner);
        else _words.Add(rest, owner);
    }

    /// <summary>Puts every answer of the block in order and multiplies it out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Check(ReadOnlySpan<ulong> block, int first, FactorLists<ulong> output)
    {
        for (var i = 0; i < block.Length; i++)
        {
            var number = block[i];
            var factors = output.Written(first + i);
            var product = 1UL;
            for (var k = 0; k < factors.Length; k++)
            {
                var factor = factors[k];
                product *= factor;
                var place = k;
                for (; place > 0 && factors[place - 1] > factor; place--) factors[place] = factors[place - 1];
                factors[place] = factor;
            }
            if (factors.Length == 1) output.SetMethod(first + i, FactoringMethod.Prime);
            if (product != number && number > 1)
            {
                throw new UnreachableException($"The factors found for {number} multiply to {product}.");
            }
        }
    }
}

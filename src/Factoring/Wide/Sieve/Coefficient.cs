namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// Chooses the leading coefficients A = q1 ... qs of the polynomials: near sqrt(2 kN) / M, where the values on
/// [-M, M] stay smallest, and a pure function of the number and an index, so that anybody anywhere can work on any
/// range of indices and two who share one repeat each other harmlessly.
/// <para>Source: S. P. Contini, Factoring integers with the self-initializing quadratic sieve (thesis, University of
/// Georgia 1997), section 3.1: all factors but the last at random, the last for the best fit.</para>
/// </summary>
sealed class Coefficient
{
    const int MostFactors = 20;
    const uint LeastFactor = 11;
    const int Draws = 30;

    readonly int[] _chosen = new int[MostFactors];
    FactorBase _base = new();
    double _target;
    ulong _seed;
    int _low;
    int _high;

    /// <summary>How many primes make one A.</summary>
    public int FactorCount { get; private set; }

    /// <summary>Indices into the factor base, ascending.</summary>
    public ReadOnlySpan<int> Factors => _chosen.AsSpan(0, FactorCount);

    public void Prepare(FactorBase factorBase, double logTarget, ulong seed)
    {
        _base = factorBase;
        _target = logTarget;
        _seed = seed;
        var ceiling = Math.Log2(factorBase.Prime[factorBase.Count * 2 / 3]);
        FactorCount = Math.Clamp((int)Math.Ceiling(logTarget / ceiling), 2, MostFactors);
        var typical = Math.Pow(2, logTarget / FactorCount);
        var middle = 1;
        while (middle < factorBase.Count - 1 && factorBase.Prime[middle] < typical) middle++;
        var spread = Math.Clamp(factorBase.Count / 6, FactorCount + 2, 100);
        _high = Math.Min(factorBase.Count - 1, middle + spread);
        _low = Math.Max(3, Math.Min(middle, _high) - spread);
        while (_low < _high - (2 * FactorCount) && factorBase.Prime[_low] < LeastFactor) _low++;
    }

    /// <summary>Sets <see cref="Factors"/> to those of the A with this index.</summary>
    public void Choose(int index)
    {
        var state = _seed + ((ulong)index * 0xD1342543DE82EF95);
        Span<int> draw = stackalloc int[MostFactors];
        var best = double.MaxValue;
        for (var i = 0; i < Draws; i++)
        {
            var error = Draw(draw[..FactorCount], ref state);
            if (error >= best) continue;
            best = error;
            draw[..FactorCount].CopyTo(_chosen);
            if (error < 0.1) break;
        }
        _chosen.AsSpan(0, FactorCount).Sort();
    }

    double Draw(Span<int> draw, ref ulong state)
    {
        var rest = _target;
        for (var i = 0; i < draw.Length - 1; i++)
        {
            do draw[i] = _low + (int)(SplitMix.Next(ref state) % (ulong)(_high - _low));
            while (draw[..i].Contains(draw[i]));
            rest -= Math.Log2(_base.Prime[draw[i]]);
        }

        var ideal = Math.Pow(2, rest);
        var last = 1;
        for (var step = _base.Count; step > 0; step /= 2)
        {
            while (last + step < _base.Count && _base.Prime[last + step] <= ideal) last += step;
        }
        last = Math.Max(last, _low);
        while (draw[..^1].Contains(last)) last++;
        if (last >= _base.Count) return double.MaxValue / 2;
        draw[^1] = last;
        return Math.Abs(rest - Math.Log2(_base.Prime[last]));
    }
}

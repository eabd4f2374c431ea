using BatchRunner.Factoring;

namespace BatchRunner.Jobs.Planning;

/// <summary>
/// Estimates when a batch will be done, from looks at it. Two things are learnt while it runs, each starting from what
/// is known before: how many CPU microseconds a predicted one takes (exact at every moment, because a commit carries
/// both), and how much of their time the workers get to compute. One look is enough; more make it better. Not
/// thread-safe.
/// </summary>
/// <param name="pace">Of the machine that works.</param>
/// <param name="model">The model that planned the batch.</param>
public sealed class EtaTracker(MachinePace pace, EffortModel model)
{
    /// <summary>Standard deviations on either side of the middle that hold 80 %.</summary>
    const double HalfBand = 1.2816;

    const double WindowSeconds = 60;

    // Before anything is seen: a worker computes nearly all the time, unless the machine has other things to do.
    const double UsualShare = 0.97;
    const double UsualShareDeviation = 0.06;

    /// <summary>Numbers with so many times the usual effort are of another kind.</summary>
    const double MuchHarder = 3;

    // Hard numbers of one size differ by a third either way.
    const double StrangeHigh = 1.3;

    /// <summary>Seconds by which looks and commits miss each other, and the end of a batch its last commit.</summary>
    const double Grain = 0.35;

    readonly ObservedFactor _factors = new(pace, model);
    readonly Queue<(double Seconds, double Work)> _busy = [];
    EtaSample? _last;
    int _looks;

    /// <summary>Takes one look into account.</summary>
    public void Observe(EtaSample sample)
    {
        var work = Spent(sample);
        // Workers that come and go, and a retry that takes rows back, begin a new story.
        var isNew = _last is { } last && (last.Workers != sample.Workers || sample.Seconds < last.Seconds
            || sample.Done < last.Done);
        if (isNew) _busy.Clear();

        // At the end workers have nothing to do: that is no slow machine.
        if (sample.ReadyChunks > 0 || _last is null)
        {
            _busy.Enqueue((sample.Seconds, work));
            while (sample.Seconds - _busy.Peek().Seconds > WindowSeconds) _busy.Dequeue();
        }
        _looks++;
        _last = sample;
        _factors.Observe(sample);
    }

    /// <summary>The estimate at the last look; null when nobody works on the batch.</summary>
    public EtaBand? Band()
    {
        if (_last is not { Workers: > 0 } now || now.Waiting <= 0 || now.Effort <= 0) return null;

        var (factor, factorDeviation) = _factors.Factor();
        var (share, shareDeviation) = Share();
        var numbers = new RunningNumbers(now, factor, pace, model);
        var rest = factor * Math.Max(0, now.EffortLeft - numbers.Predicted) + EffortModel.RowMicros * now.Waiting
            - share * 1e6 * now.Running.Where(c => c.Numbers > 1)
                .Sum(c => Math.Min(c.SinceCommit, factor * c.EffortLeft / 1e6));
        rest = Math.Max(rest, 0);

        // What cannot be shared ends no sooner than its longest number, and a worker left alone with one at the end
        // takes the others' share of it along.
        var workers = now.Workers * share;
        var hardest = now.ReadyChunks > 0 ? factor * now.Hardest / share / 1e6 : 0;
        var alone = hardest * (1 - 1.0 / now.Workers);
        var even = (rest + numbers.Middle) / workers / 1e6;
        var left = Math.Max(now.EffortLeft - numbers.Predicted, 1);
        var squares = Math.Max(
            now.EffortSquares - now.Running.Where(c => c.Numbers == 1).Sum(c => c.EffortLeft * c.EffortLeft), 0);
        var deviation = Math.Sqrt(
            factorDeviation * factorDeviation + shareDeviation * shareDeviation + Own(left, squares));
        var band = Math.Exp(HalfBand * deviation);
        var shared = rest / workers / 1e6;

        var longest = numbers.Longest(n => n.Middle) / share;
        var middle = Math.Max(Math.Max(even, longest), hardest) + alone / 2;
        var least = shared / band + numbers.Total(n => n.Low) / workers;
        var low = Math.Max(least - Grain, numbers.Longest(n => n.Low));
        var most = shared * band + numbers.Total(n => n.High) / workers
            + Strange(now, left, squares, workers) + alone;
        var high = Math.Max(most, numbers.Longest(n => n.High) / share) + 2 * Grain;
        return new(Span(Math.Min(low, middle)), Span(middle + Grain / 2), Span(Math.Max(high, middle + Grain)));
    }

    // What may come on top because numbers of a size nobody has seen in this file may all be hard ones of their size:
    // it is how a file is made that decides, and a file of semiprimes is no rare thing. In seconds.
    double Strange(EtaSample now, double left, double squares, double workers)
    {
        var done = now.Effort - now.EffortLeft;
        var usual = done > 0 && now.Done > 0 ? done / now.Done : squares / left;
        if (now.Hardest <= MuchHarder * usual) return 0;

        var share = Math.Clamp((squares / left - usual) / (now.Hardest - usual), 0, 1);
        var hard = model.HardMicros(model.Digits(now.Hardest)) / now.Hardest;
        return StrangeHigh * share * left * hard / (1 + _factors.Familiarity(now)) / workers / 1e6;
    }

    (double Share, double Deviation) Share()
    {
        if (Busy() is not { } busy) return (UsualShare, UsualShareDeviation);

        var seen = Math.Clamp(busy.Work / busy.Seconds / 1e6, 0.02, 1.05);
        // What else a busy machine does comes and goes.
        var seenVariance = Math.Pow(0.03 + 0.15 * Math.Max(0, 1 - seen), 2) + Math.Pow(Grain / busy.Seconds, 2);
        // A machine that is busy with something else is no rare thing: far from usual the usual counts little.
        var usualVariance = UsualShareDeviation * UsualShareDeviation + Math.Pow(Math.Log(seen / UsualShare), 2);
        var share = (Math.Log(UsualShare) / usualVariance + Math.Log(seen) / seenVariance)
            / (1 / usualVariance + 1 / seenVariance);
        return (Math.Min(Math.Exp(share), 1), Math.Sqrt(1 / (1 / usualVariance + 1 / seenVariance)));
    }

    // Seconds of all workers while there was enough to do, without the first of the run, and what they computed in
    // them.
    (double Seconds, double Work)? Busy()
    {
        if (_busy.Count == 0) return null;

        var (end, work) = _busy.Last();
        var from = Math.Max(ObservedFactor.WarmUpSeconds, end / 4);
        foreach (var start in _busy)
        {
            if (start.Seconds >= from && end - start.Seconds >= ObservedFactor.LeastStretch)
                return ((end - start.Seconds) * _last!.Workers, work - start.Work);
        }
        var isEnough = end >= ObservedFactor.WarmUpSeconds + ObservedFactor.LeastStretch;
        return _looks == 1 && isEnough ? (end * _last!.Workers, work) : null;
    }

    // How far the sum of what is left may stray because numbers of one size differ, as a relative variance.
    double Own(double left, double squares)
    {
        var spread = EffortEstimate.Spread(model.Digits(Math.Max(squares / left, 1)));
        return Math.Min(spread * spread * squares / (left * left), 2);
    }

    static double Spent(EtaSample sample) => sample.Micros + EffortModel.RowMicros * sample.Done
        + 1e6 * sample.Running.Sum(c => c.SinceCommit);

    static TimeSpan Span(double seconds) =>
        TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.MaxValue.TotalSeconds / 4));
}

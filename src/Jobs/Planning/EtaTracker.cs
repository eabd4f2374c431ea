using BatchRunner.Factoring;

namespace BatchRunner.Jobs.Planning;

/// <summary>
/// Estimates when a batch will be done, from looks at it. Two things are learnt while it runs, each starting from what
/// is known before: how many CPU microseconds a predicted one takes (exact at every moment, because a commit carries
/// both), and how much of their time the workers get to compute. One look is enough; more make it better. Not thread-safe.
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

    /// <summary>How much less one kind of number says about another, for each factor of e between their efforts.</summary>
    const double Strangeness = 0.12;

    /// <summary>Seconds by which looks and commits miss each other, and the end of a batch its last commit.</summary>
    const double Grain = 0.35;

    readonly Queue<(double Seconds, double Work)> _busy = [];
    EtaSample? _last;
    double _shareSeconds;
    double _shareWork;

    /// <summary>Takes one look into account.</summary>
    public void Observe(EtaSample sample)
    {
        var work = Spent(sample);
        // Workers that come and go, and a retry that takes rows back, begin a new story.
        if (_last is { } last && (last.Workers != sample.Workers || sample.Seconds < last.Seconds || sample.Done < last.Done))
            _busy.Clear();
        if (_busy.Count == 0 && sample.Seconds > 0 && _last is null) _busy.Enqueue((0, 0));

        // At the end workers have nothing to do: that is no slow machine.
        if (sample.ReadyChunks > 0 || _last is null)
        {
            _busy.Enqueue((sample.Seconds, work));
            while (sample.Seconds - _busy.Peek().Seconds > WindowSeconds) _busy.Dequeue();
            _shareSeconds = (sample.Seconds - _busy.Peek().Seconds) * sample.Workers;
            _shareWork = work - _busy.Peek().Work;
        }
        _last = sample;
    }

    /// <summary>The estimate at the last look; null when nobody works on the batch.</summary>
    public EtaBand? Band()
    {
        if (_last is not { Workers: > 0 } now || now.Waiting <= 0 || now.Effort <= 0) return null;

        var (factor, factorDeviation) = Factor(now);
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
        var deviation = Math.Sqrt(
            factorDeviation * factorDeviation + shareDeviation * shareDeviation + Own(now, numbers.Predicted));
        var uncertain = even * Math.Exp(HalfBand * deviation) - even;
        var certain = even - even * Math.Exp(-HalfBand * deviation);

        var longest = numbers.Longest(n => n.Middle) / share;
        var middle = Math.Max(Math.Max(even, longest), hardest) + alone / 2;
        var low = Math.Max(even - certain - Grain, numbers.Longest(n => n.Low));
        var high = Math.Max(even + uncertain + alone, numbers.Longest(n => n.High) / share) + 2 * Grain;
        return new(Span(Math.Min(low, middle)), Span(middle + Grain / 2), Span(Math.Max(high, middle + Grain)));
    }

    // CPU microseconds for a predicted one: what the machine is known for and what this batch has shown, each weighed
    // by how sure it is.
    (double Factor, double Deviation) Factor(EtaSample now)
    {
        var meanLeft = now.EffortLeft / now.Waiting;
        var (before, beforeDeviation) = (Math.Log(pace.Factor(meanLeft)), pace.Deviation(meanLeft));
        var done = now.Effort - now.EffortLeft;
        if (done <= 0 || now.Done <= 0 || now.Micros <= 0) return (Math.Exp(before), beforeDeviation);

        var meanDone = done / now.Done;
        var spread = EffortEstimate.Spread(model.Digits(meanDone));
        var strangeness = Strangeness * Math.Log(meanLeft / meanDone);
        var seen = spread * spread / now.Done + strangeness * strangeness + 0.0002;
        var known = beforeDeviation * beforeDeviation;
        var factor = (before / known + Math.Log(now.Micros / done) / seen) / (1 / known + 1 / seen);
        return (Math.Exp(factor), Math.Sqrt(1 / (1 / known + 1 / seen)));
    }

    (double Share, double Deviation) Share()
    {
        if (_shareSeconds <= 0) return (UsualShare, UsualShareDeviation);

        var seen = Math.Clamp(_shareWork / _shareSeconds / 1e6, 0.02, 1.05);
        var seenVariance = 0.0004 + Math.Pow(Grain / _shareSeconds, 2);
        // A machine that is busy with something else is no rare thing: far from usual the usual counts little.
        var usualVariance = UsualShareDeviation * UsualShareDeviation + Math.Pow(Math.Log(seen / UsualShare) / 3, 2);
        var share = (Math.Log(UsualShare) / usualVariance + Math.Log(seen) / seenVariance)
            / (1 / usualVariance + 1 / seenVariance);
        return (Math.Min(Math.Exp(share), 1), Math.Sqrt(1 / (1 / usualVariance + 1 / seenVariance)));
    }

    // How far the sum of what is left may stray because numbers of one size differ, as a relative variance.
    double Own(EtaSample now, double runningNumbers)
    {
        var left = Math.Max(now.EffortLeft - runningNumbers, 1);
        var squares = Math.Max(now.EffortSquares - now.Running.Where(c => c.Numbers == 1)
            .Sum(c => c.EffortLeft * c.EffortLeft), 0);
        var spread = EffortEstimate.Spread(model.Digits(Math.Max(squares / left, 1)));
        return Math.Min(spread * spread * squares / (left * left), 2);
    }

    static double Spent(EtaSample sample) => sample.Micros + EffortModel.RowMicros * sample.Done
        + 1e6 * sample.Running.Sum(c => c.SinceCommit);

    static TimeSpan Span(double seconds) =>
        TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.MaxValue.TotalSeconds / 4));
}

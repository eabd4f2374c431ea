using BatchRunner.Factoring;

namespace BatchRunner.Jobs.Planning;

/// <summary>
/// How many CPU microseconds a predicted one takes in a running batch: what the machine is known for and what the batch
/// has shown, each weighed by how sure it is. Two stretches of the run are judged, a long one that knows much and a
/// short one that knows what is being worked now; neither the first moments, when the program is still being compiled.
/// </summary>
sealed class ObservedFactor(MachinePace pace, EffortModel model)
{
    const double KeptSeconds = 60;

    /// <summary>Seconds in which the program is still being compiled while it runs: they are no measure.</summary>
    internal const double WarmUpSeconds = 2.5;

    /// <summary>Seconds of which one may judge.</summary>
    internal const double LeastStretch = 2;

    // A single look sees the first moments too: half a second a worker more than they should have cost.
    const double WarmUpCost = 0.5;

    const double ShortStretch = 8;

    /// <summary>How much less one kind of number says of another, for each factor of e between their efforts.</summary>
    const double Strangeness = 0.2;

    readonly Queue<EtaSample> _samples = [];
    EtaSample? _last;

    internal void Observe(EtaSample sample)
    {
        if (_last is { } last && (sample.Seconds < last.Seconds || sample.Done < last.Done)) _samples.Clear();
        _last = sample;
        _samples.Enqueue(sample);
        while (sample.Seconds - _samples.Peek().Seconds > KeptSeconds) _samples.Dequeue();
    }

    internal (double Factor, double Deviation) Factor()
    {
        var now = _last!;
        var mean = now.EffortLeft > 0 ? Math.Max(now.EffortSquares / now.EffortLeft, 1e-3) : 1;
        var (before, deviation) = (Math.Log(pace.Factor(mean)), pace.Deviation(mean));

        var wide = _samples.FirstOrDefault(s => s.Seconds >= now.Seconds / 4 && IsBase(s));
        var narrow = Recent();
        // Who watches from the start waits until there is something to go by; who looks once takes what there is.
        var isSingle = _samples.Count == 1 && now.Seconds >= WarmUpSeconds + LeastStretch;
        var (sum, weight) = wide is not null || isSingle ? Add((0, 0), Seen(wide, mean)) : (0, 0);
        if (narrow is not null && narrow != wide) (sum, weight) = Add((sum, weight), Seen(narrow, mean));
        if (weight == 0) return (Math.Exp(before), deviation);

        // When the file differs much from what the machine is known for, it is the file that is different.
        var known = deviation * deviation + Math.Pow(sum / weight - before, 2) / 4;
        var total = weight + 1 / known;
        return (Math.Exp((sum + before / known) / total), Math.Sqrt(1 / total));
    }

    /// <summary>How much of what was worked last was as hard as the hardest of what is left.</summary>
    internal double Familiarity(EtaSample now)
    {
        if (Recent() is not { } start || now.Hardest <= 0) return 0;

        var effort = now.Effort - now.EffortLeft - (start.Effort - start.EffortLeft);
        var numbers = now.Done - start.Done;
        return numbers > 0 && effort > 0 ? 3 * effort / numbers / now.Hardest : 0;
    }

    EtaSample? Recent() => _samples.FirstOrDefault(s => _last!.Seconds - s.Seconds <= ShortStretch && IsBase(s));

    bool IsBase(EtaSample sample) =>
        sample.Seconds > WarmUpSeconds && _last!.Seconds - sample.Seconds >= LeastStretch;

    // The logarithm of actual over predicted since a look, and its variance.
    (double Value, double Variance)? Seen(EtaSample? start, double mean)
    {
        var now = _last!;
        var effort = now.Effort - now.EffortLeft - (start is null ? 0 : start.Effort - start.EffortLeft);
        var micros = now.Micros - (start?.Micros ?? 0);
        var numbers = now.Done - (start?.Done ?? 0);
        if (effort <= 0 || micros <= 0 || numbers <= 0) return null;

        var spread = EffortEstimate.Spread(model.Digits(effort / numbers));
        var strangeness = Strangeness * Math.Log(mean / (effort / numbers));
        var warmUp = start is null ? WarmUpCost * now.Workers * 1e6 / micros : 0;
        return (Math.Log(micros / effort),
            spread * spread / numbers + strangeness * strangeness + warmUp * warmUp + 0.0004);
    }

    static (double Sum, double Weight) Add((double Sum, double Weight) to, (double Value, double Variance)? seen) =>
        seen is { } s ? (to.Sum + s.Value / s.Variance, to.Weight + 1 / s.Variance) : to;
}

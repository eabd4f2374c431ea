namespace BatchRunner.Jobs.Planning;

/// <summary>
/// The numbers in hand that are a chunk of their own. Time already spent on one tells more than its size: an easy one
/// would be done, so it is a hard one; and of one that outlived even that, the longer it has lasted the longer it will.
/// </summary>
sealed class RunningNumbers
{
    /// <summary>After this share of the mean of its size a number is not one of the easy ones any more.</summary>
    const double EasyShare = 0.05;

    // Hard numbers of one size differ by a third either way; a quarter is for the prediction of their size.
    const double HardLow = 0.65;
    const double HardHigh = 1.5;

    readonly List<Remaining> _numbers = [];

    internal RunningNumbers(EtaSample now, double factor, MachinePace pace, EffortModel model)
    {
        foreach (var chunk in now.Running.Where(c => c.Numbers == 1))
        {
            Predicted += chunk.EffortLeft;
            _numbers.Add(Of(chunk, factor, pace.Factor(chunk.EffortLeft), model));
        }
        Middle = 1e6 * _numbers.Sum(n => n.Middle);
    }

    /// <summary>Predicted CPU microseconds of all of them, from their start.</summary>
    internal double Predicted { get; }

    /// <summary>CPU microseconds all of them will probably still take.</summary>
    internal double Middle { get; }

    /// <summary>Seconds of all of them together.</summary>
    internal double Total(Func<Remaining, double> of) => _numbers.Sum(of);

    /// <summary>Seconds of the longest; 0 when there is none.</summary>
    internal double Longest(Func<Remaining, double> of) => _numbers.Count == 0 ? 0 : _numbers.Max(of);

    static Remaining Of(EtaRunning chunk, double factor, double machine, EffortModel model)
    {
        var spent = chunk.SinceCommit;
        var mean = factor * chunk.EffortLeft / 1e6;
        var hard = Math.Max(machine * model.HardMicros(model.Digits(chunk.EffortLeft)) / 1e6, mean);
        var most = Math.Max(model.Budget / 1e6 - spent, 0.1);
        if (spent < EasyShare * mean) return new(0, Math.Min(mean, most), Math.Min(HardHigh * hard, most));

        return new(
            Math.Min(Math.Max(HardLow * hard - spent, 0.05 * spent), most),
            Math.Min(Math.Max(hard - spent, 0.3 * spent), most),
            Math.Min(Math.Max(HardHigh * hard - spent, 1.5 * spent), most));
    }

    /// <summary>Seconds one of them will still take.</summary>
    internal readonly record struct Remaining(double Low, double Middle, double High);
}

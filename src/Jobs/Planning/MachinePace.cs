using BatchRunner.Storage;

namespace BatchRunner.Jobs.Planning;

/// <summary>
/// How long this machine takes for what the model predicts, learnt from the batches it has worked: apart for numbers of
/// one word, for medium and for large ones, because machines differ in each. The median over batches, of which the last
/// count most: one file of nothing but hard numbers says little about the machine.
/// </summary>
public sealed class MachinePace
{
    /// <summary>
    /// Where nothing is known: as fast as the machine of the measurements, within a factor of 1.6 or so.
    /// </summary>
    public static readonly MachinePace Unknown = new([]);

    /// <summary>How many samples are worth reading.</summary>
    public const int Samples = 1000;

    // Mean microseconds of a number at which its arithmetic changes: vector lanes, curves, the sieve.
    const double MostOfWords = 10;
    const double MostOfMedium = 20_000;

    const double DeviationUnknown = 0.35;
    const double LeastDeviation = 0.06;

    /// <summary>Each batch before counts so much of the one after.</summary>
    const double Decay = 0.8;

    /// <summary>Less predicted work than this tells nothing.</summary>
    const double LeastMicros = 20_000;

    /// <summary>Further off than this is not the machine, it is the file.</summary>
    const double MostFactor = 8;

    readonly (double Factor, double Deviation)[] _kinds;

    MachinePace(IReadOnlyList<EffortSample> samples) =>
        _kinds = [.. Enumerable.Range(0, 3).Select(kind => Learn([.. samples.Where(s => Kind(s) == kind)]))];

    /// <param name="samples">Of this machine, newest first.</param>
    public static MachinePace Learn(IReadOnlyList<EffortSample> samples) => new(samples);

    /// <summary>What the ledger has of a machine.</summary>
    public static async Task<MachinePace> ReadAsync(Ledger ledger, string host, CancellationToken token) =>
        Learn(await ledger.Efforts.NewestAsync(host, Samples, token));

    /// <summary>Actual over predicted CPU time of numbers that are predicted to take so long each.</summary>
    public double Factor(double meanMicros) => _kinds[Kind(meanMicros)].Factor;

    /// <summary>The largest of the factors.</summary>
    public double Slowest => _kinds.Max(k => k.Factor);

    /// <summary>How far off the logarithm of <see cref="Factor"/> may be: one standard deviation.</summary>
    public double Deviation(double meanMicros) => _kinds[Kind(meanMicros)].Deviation;

    static int Kind(EffortSample sample) => Kind(sample.Predicted / Math.Max(1, sample.Numbers));

    static int Kind(double meanMicros) => meanMicros switch
    {
        <= MostOfWords => 0,
        <= MostOfMedium => 1,
        _ => 2,
    };

    static (double Factor, double Deviation) Learn(List<EffortSample> samples)
    {
        var batches = samples.GroupBy(s => s.BatchId)
            .Select(b => (Predicted: b.Sum(s => s.Predicted), Actual: b.Sum(s => s.Actual)))
            .Where(b => b.Predicted >= LeastMicros && b.Actual > 0)
            .Select((b, rank) => new Weighted(Math.Log(b.Actual / b.Predicted), Math.Pow(Decay, rank)))
            .ToList();
        if (batches.Count == 0) return (1, DeviationUnknown);

        var middle = Median(batches);
        var spread = Median([.. batches.Select(b => b with { Value = Math.Abs(b.Value - middle) })]);
        // The median distance of a normal distribution is two thirds of its deviation; few batches tell little of it.
        var deviation = Math.Max(spread / 0.6745, LeastDeviation) + DeviationUnknown / (batches.Count + 1);
        return (Math.Clamp(Math.Exp(middle), 1 / MostFactor, MostFactor), Math.Min(deviation, 1));
    }

    static double Median(List<Weighted> values)
    {
        var half = values.Sum(v => v.Weight) / 2;
        foreach (var (value, weight) in values.OrderBy(v => v.Value))
        {
            half -= weight;
            if (half <= 0) return value;
        }
        return values[^1].Value;
    }

    readonly record struct Weighted(double Value, double Weight);
}

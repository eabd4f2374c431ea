using BatchRunner.Storage;

namespace BatchRunner.Jobs.Planning;

/// <summary>How good predictions were: actual over predicted CPU time of chunks.</summary>
/// <param name="Chunks">How many were judged.</param>
/// <param name="Median">The ratio in the middle.</param>
/// <param name="Low">A tenth of the chunks lies below.</param>
/// <param name="High">A tenth of the chunks lies above.</param>
public sealed record PredictionScore(int Chunks, double Median, double Low, double High)
{
    /// <summary>A chunk of less than a millisecond measures the clock.</summary>
    const double LeastMicros = 1000;

    /// <returns>Null when there is nothing to judge by.</returns>
    public static PredictionScore? Of(IReadOnlyList<EffortSample> samples)
    {
        var ratios = samples.Where(s => s.Predicted >= LeastMicros)
            .Select(s => s.Actual / s.Predicted).Order().ToList();
        return ratios.Count == 0
            ? null
            : new(ratios.Count, ratios[ratios.Count / 2], ratios[ratios.Count / 10], ratios[^(ratios.Count / 10 + 1)]);
    }
}

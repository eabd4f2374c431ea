using System.Globalization;

namespace BatchRunner.Runner.Bench;

/// <summary>The setting of this machine that follows from the figures.</summary>
/// <param name="Processes">For <c>Runners:Processes</c>.</param>
/// <param name="WorkersPerProcess">For <c>Runners:WorkersPerProcess</c>.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="IsFounded">False when the sets were so small that the figures tell of starts and not of work.</param>
sealed record Recommendation(int Processes, int WorkersPerProcess, string Reason, bool IsFounded)
{
    /// <summary>Medians of few runs do not tell smaller differences than this.</summary>
    const double Noise = 0.05;

    const double LeastSpeedUp = 0.6;

    /// <summary>
    /// Of the queue's arrangements that are as good as the fastest, the one with the fewest workers, and among those the
    /// one with two processes, or else the fewest: one that dies then does not take all work with it, and each more
    /// costs memory and its start.
    /// </summary>
    /// <param name="sets">Only sets that the engine factors everywhere count; there must be one.</param>
    internal static Recommendation From(IReadOnlyList<MeasuredSet> sets)
    {
        var fair = sets.Where(set => set.IsOfTheEngine).ToList();
        var candidates = (from row in fair[0].Rows
                          where row.Arrangement.Kind == ArrangementKind.Queue
                          select (row.Arrangement, SpeedUp: MeanSpeedUp(fair, row.Arrangement))).ToList();
        var best = candidates.MaxBy(candidate => candidate.SpeedUp);
        var chosen = candidates
            .Where(candidate => candidate.SpeedUp >= best.SpeedUp * (1 - Noise))
            .OrderBy(candidate => candidate.Arrangement.Total)
            .ThenBy(candidate => candidate.Arrangement.Processes == 2 ? 0 : candidate.Arrangement.Processes)
            .First();
        // Even one worker of the queue comes near to serial once its start is a small part.
        var isFounded = best.SpeedUp >= LeastSpeedUp;
        var reason = Explain(chosen, best);
        return new(
            chosen.Arrangement.Processes, chosen.Arrangement.Workers,
            isFounded ? reason : $"{reason} But sets this small tell of starts and not of work: give them more --seconds.",
            isFounded);
    }

    static string Explain(
        (Arrangement Arrangement, double SpeedUp) chosen, (Arrangement Arrangement, double SpeedUp) best)
    {
        var fastest = string.Create(CultureInfo.InvariantCulture, $"{chosen.SpeedUp:F2} times serial on the engine's sets");
        if (chosen.Arrangement == best.Arrangement) return $"{fastest}, the fastest of all measured.";
        return string.Create(CultureInfo.InvariantCulture,
            $"{fastest}; the fastest, {best.Arrangement.Label}, makes {best.SpeedUp:F2}, which is no more than noise,")
            + " and fewer workers, or two processes of which one may die, are better for the same time.";
    }

    /// <summary>The geometric mean: a set that gains much does not outweigh one that loses.</summary>
    static double MeanSpeedUp(List<MeasuredSet> sets, Arrangement arrangement) =>
        Math.Exp(sets.Average(set => Math.Log(set.Find(arrangement)!.SpeedUp)));
}

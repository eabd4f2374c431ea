namespace BatchRunner.Runner.Bench;

/// <summary>What <c>bench</c> measured and what follows from it.</summary>
/// <param name="Machine">Where.</param>
/// <param name="Runs">How often each arrangement ran; figures are medians.</param>
/// <param name="Sets">What was factored.</param>
/// <param name="Recommendation">The setting for this machine.</param>
sealed record ExperimentReport(
    Machine Machine, int Runs, IReadOnlyList<MeasuredSet> Sets, Recommendation Recommendation);

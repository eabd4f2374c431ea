namespace BatchRunner.Runner.Dashboard;

/// <summary>What all batches together are up to.</summary>
/// <param name="OpenBatches">Batches with something to do.</param>
/// <param name="NumbersASecond">Over the last five seconds.</param>
/// <param name="RejectsToday">Lines rejected in batches created since midnight UTC.</param>
/// <param name="Rescues">Chunks given back for dead or hanging runners since this process started.</param>
public sealed record DashboardFigures(int OpenBatches, double NumbersASecond, long RejectsToday, long Rescues);

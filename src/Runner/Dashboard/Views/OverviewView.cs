namespace BatchRunner.Runner.Dashboard;

/// <summary>What the first page shows.</summary>
/// <param name="Live">Batches with something to do, oldest first, at most a page of them.</param>
/// <param name="LiveCount">All batches with something to do.</param>
/// <param name="NumbersWaiting">Numbers without a row in all of them.</param>
/// <param name="EffortWaitingSeconds">Predicted CPU seconds of all of these.</param>
/// <param name="RejectsToday">Lines rejected in batches created since midnight UTC.</param>
/// <param name="Newest">A page of all batches.</param>
/// <param name="IsFirstPage">False when the reader has gone on to older batches.</param>
public sealed record OverviewView(
    IReadOnlyList<BatchView> Live, int LiveCount, long NumbersWaiting, double EffortWaitingSeconds, long RejectsToday,
    BatchListView Newest, bool IsFirstPage, int WorkersBusy, int Workers, ThroughputView Throughput);

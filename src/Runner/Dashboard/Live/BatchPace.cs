using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Whether one batch gets on, in predicted effort: a long number moves no other counter.</summary>
sealed class BatchPace(BatchSummary first)
{
    double _effortDone = first.Effort - first.EffortLeft;

    internal long Done { get; private set; } = first.Done;

    /// <returns>True when something was committed since the last look.</returns>
    internal bool Observe(BatchSummary batch)
    {
        // Numbers set aside and retried ones bring new effort in, which looks like a step back: no work was undone.
        var step = batch.Effort - batch.EffortLeft - _effortDone;
        _effortDone = batch.Effort - batch.EffortLeft;
        Done = batch.Done;
        return step > 0;
    }
}

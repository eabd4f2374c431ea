using BatchRunner.Jobs.Planning;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// How wrong the estimates were that people were shown: each batch's when half of its effort was done, judged at its end.
/// </summary>
sealed class EtaScore(TimeProvider time)
{
    readonly Lock _gate = new();
    readonly Dictionary<long, (long At, TimeSpan Left)> _halfway = [];
    readonly List<double> _errors = [];

    /// <param name="batches">All that may have moved since the last look.</param>
    /// <param name="band">The estimate of a batch now.</param>
    internal void Observe(IReadOnlyCollection<BatchSummary> batches, Func<BatchSummary, EtaBand?> band)
    {
        lock (_gate)
        {
            foreach (var batch in batches)
            {
                if (BatchState.IsFinal(batch.State)) Judge(batch);
                else if (IsHalfDone(batch) && !_halfway.ContainsKey(batch.Id) && band(batch) is { } eta)
                    _halfway[batch.Id] = (time.GetTimestamp(), eta.Middle);
            }
        }
    }

    static bool IsHalfDone(BatchSummary batch) =>
        batch.State == BatchState.Open && batch.Effort - batch.EffortLeft >= batch.Effort / 2;

    // Of a batch that somebody ended early nothing is learnt, and of the last second neither.
    void Judge(BatchSummary batch)
    {
        if (!_halfway.Remove(batch.Id, out var then) || batch.State == BatchState.Cancelled) return;

        var real = time.GetElapsedTime(then.At);
        if (real > TimeSpan.FromSeconds(1)) _errors.Add(Math.Abs(then.Left / real - 1));
    }

    /// <summary>|estimated - real| / real time left, of the batches that ended since this was asked last.</summary>
    internal IReadOnlyList<double> Take()
    {
        lock (_gate)
        {
            double[] errors = [.. _errors];
            _errors.Clear();
            return errors;
        }
    }
}

using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>How fast one batch got on in the last minute, in predicted effort: numbers are very unequal.</summary>
sealed class BatchPace(BatchSummary first)
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>A rate over less than this is noise: a worker commits about once a second.</summary>
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(3);

    readonly Queue<(TimeSpan At, double Gained)> _steps = [];
    double _effortDone = first.Effort - first.EffortLeft;
    double _gained;
    TimeSpan _last;

    (TimeSpan At, TimeSpan Left)? _halfway;

    internal long Done { get; private set; } = first.Done;

    /// <summary>
    /// |estimated - real| / real time left, of the estimate when half of the effort was done; null when there was none.
    /// </summary>
    internal double? EtaError(TimeSpan end) =>
        _halfway is { } then && end - then.At is { TotalSeconds: > 1 } real ? Math.Abs(then.Left / real - 1) : null;

    /// <returns>True when something was committed since the last look.</returns>
    internal bool Observe(BatchSummary batch, TimeSpan now)
    {
        // Numbers set aside and retried ones bring new effort in, which looks like a step back: no work was undone.
        var step = Math.Max(0, batch.Effort - batch.EffortLeft - _effortDone);
        _effortDone = batch.Effort - batch.EffortLeft;
        Done = batch.Done;
        // Time in the queue, before the first worker came, is no slow pace.
        if (_gained == 0) _steps.Clear();
        _gained += step;
        _last = now;
        _steps.Enqueue((now, _gained));
        while (now - _steps.Peek().At > Window) _steps.Dequeue();
        if (_halfway is null && batch.State == BatchState.Open && _effortDone >= batch.Effort / 2 && Left(batch) is { } left)
            _halfway = (now, left);
        return step > 0;
    }

    internal TimeSpan? Left(BatchSummary batch)
    {
        if (_steps.Count == 0) return null;

        var (from, gained) = _steps.Peek();
        var elapsed = _last - from;
        if (elapsed < Shortest || _gained <= gained) return null;

        var seconds = batch.EffortLeft / ((_gained - gained) / elapsed.TotalSeconds);
        return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
    }
}

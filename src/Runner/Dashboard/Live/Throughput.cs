using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// What happened in the last minutes, kept in memory only: numbers done over all batches, and whether each live batch
/// gets on. Fed about once a second with the summaries of all batches that may have moved.
/// </summary>
sealed class Throughput(TimeProvider time)
{
    const int SecondsPerPoint = 5;
    const int Points = 60;
    const int Decimals = 2;
    static readonly TimeSpan Kept = TimeSpan.FromSeconds(SecondsPerPoint * (Points + 2));

    readonly Lock _gate = new();
    readonly Queue<Sample> _samples = [];
    readonly Dictionary<long, BatchPace> _paces = [];
    long _done;
    long _highestId = -1;
    TimeSpan _moved;
    TimeSpan _looked;
    bool _waiting;

    /// <summary>Batches live at the last look: to be looked at again even when they have ended since.</summary>
    internal IReadOnlyList<long> Watched
    {
        get
        {
            lock (_gate) return [.. _paces.Keys];
        }
    }

    /// <summary>The newest batch seen; 0 when there was none, null before the first look.</summary>
    internal long? HighestId
    {
        get
        {
            lock (_gate) return _highestId < 0 ? null : _highestId;
        }
    }

    internal void Observe(IReadOnlyCollection<BatchSummary> batches)
    {
        lock (_gate)
        {
            var now = Now;
            var moved = false;
            var highest = Math.Max(_highestId, 0);
            foreach (var batch in batches)
            {
                highest = Math.Max(highest, batch.Id);
                moved |= Observe(batch);
            }

            _highestId = highest;
            _waiting = batches.Any(b => !b.Paused && b.ReadyChunks + b.RunningChunks > 0);
            if (moved || !_waiting || _samples.Count == 0) _moved = now;
            _looked = now;
            _samples.Enqueue(new(now, _done));
            while (now - _samples.Peek().At > Kept) _samples.Dequeue();
        }
    }

    bool Observe(BatchSummary batch)
    {
        var isKnown = _paces.TryGetValue(batch.Id, out var pace);
        // What a batch had done before anybody watched is no throughput of now. One that appeared and even ended
        // between two looks is.
        var before = isKnown ? pace!.Done : _highestId >= 0 && batch.Id > _highestId ? 0 : batch.Done;
        pace ??= new(batch);
        // A retry takes rows back: that is not negative work.
        var gained = Math.Max(0, batch.Done - before);
        _done += gained;
        var moved = pace.Observe(batch) || gained > 0 || !isKnown && !BatchState.IsFinal(batch.State);
        if (BatchState.IsFinal(batch.State)) _paces.Remove(batch.Id);
        else _paces[batch.Id] = pace;
        return moved;
    }

    /// <summary>How long work has been waiting without anything being committed; null when none waits.</summary>
    internal TimeSpan? Stalled
    {
        get
        {
            lock (_gate) return _waiting ? Now - _moved : null;
        }
    }

    internal ThroughputView View()
    {
        lock (_gate)
        {
            var points = new double[Points];
            // Aligned to whole intervals, so that a point once drawn does not change any more.
            var end = TimeSpan.FromSeconds(Math.Floor(Told.TotalSeconds / SecondsPerPoint) * SecondsPerPoint);
            for (var i = 0; i < Points; i++)
            {
                var from = end - TimeSpan.FromSeconds(SecondsPerPoint * (Points - i));
                var to = from + TimeSpan.FromSeconds(SecondsPerPoint);
                points[i] = Math.Round(Math.Max(0, DoneAt(to) - DoneAt(from)) / SecondsPerPoint, Decimals);
            }

            return new(
                Rate(TimeSpan.FromSeconds(5)), Rate(TimeSpan.FromMinutes(1)), Rate(TimeSpan.FromMinutes(5)),
                SecondsPerPoint, points);
        }
    }

    double Rate(TimeSpan window)
    {
        if (_samples.Count == 0) return 0;

        var from = Told - window;
        if (from < _samples.Peek().At) from = _samples.Peek().At;
        var elapsed = (Told - from).TotalSeconds;
        return elapsed < 0.5 ? 0 : Math.Round((_done - DoneAt(from)) / elapsed, Decimals);
    }

    // Between two samples as if numbers had come evenly.
    double DoneAt(TimeSpan moment)
    {
        Sample? before = null;
        foreach (var sample in _samples)
        {
            if (sample.At >= moment)
            {
                if (before is not { } b) return sample.Done;
                return b.Done + (sample.Done - b.Done) * ((moment - b.At) / (sample.At - b.At));
            }
            before = sample;
        }
        return before?.Done ?? 0;
    }

    // Rates reach up to the last look and not into the fraction of a second after it, of which nothing is known yet.
    // When looks fail to come, time goes on all the same.
    TimeSpan Told => Now - _looked < TimeSpan.FromSeconds(5) ? _looked : Now;

    TimeSpan Now => time.GetElapsedTime(0);

    readonly record struct Sample(TimeSpan At, long Done);
}

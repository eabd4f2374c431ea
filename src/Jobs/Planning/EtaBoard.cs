using BatchRunner.Storage;

namespace BatchRunner.Jobs.Planning;

/// <summary>
/// The estimates of all batches somebody watches. Show it the summaries as often as they are read, and ask it for the
/// band of any of them. Any thread may ask.
/// </summary>
/// <param name="ledger">Where the batches stand.</param>
/// <param name="budget">CPU time a number may take; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
/// <param name="lease">The lease the runners work with.</param>
public sealed class EtaBoard(Ledger ledger, TimeSpan budget, TimeSpan lease)
{
    readonly Lock _gate = new();
    readonly EffortModel _model = new(budget);
    readonly Dictionary<long, EtaTracker> _trackers = [];
    MachinePace? _pace;

    /// <summary>Looks at what the workers have in hand and brings the estimates of these batches up to date.</summary>
    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    public async Task ObserveAsync(IReadOnlyCollection<BatchSummary> batches, CancellationToken token)
    {
        _pace ??= MachinePace.Learn(await ledger.Efforts.NewestAsync(null, MachinePace.Samples, token));
        var live = batches
            .Where(b => b is { State: BatchState.Loading or BatchState.Open, StartedAt: not null }).ToList();
        var running = live.Count == 0 ? [] : await ledger.Chunks.RunningAsync(token);
        var runners = live.Count == 0 ? [] : await ledger.Runners.AliveAsync(token);
        var workers = runners.Where(r => !r.Isolated).Sum(r => r.Workers);
        var now = ledger.Database.Time.GetUtcNow();
        lock (_gate)
        {
            foreach (var ended in batches.Except(live)) _trackers.Remove(ended.Id);
            foreach (var batch in live)
            {
                if (!_trackers.TryGetValue(batch.Id, out var tracker))
                    _trackers[batch.Id] = tracker = new(_pace, _model);
                tracker.Observe(EtaSample.Of(batch, running, workers, lease, now));
            }
        }
    }

    /// <summary>
    /// When the batch will be done; null when nothing can be said: it waits, is paused, or has ended.
    /// </summary>
    public EtaBand? Band(BatchSummary batch)
    {
        if (batch.Paused || batch.RunningChunks + batch.ReadyChunks == 0) return null;

        lock (_gate)
            return _trackers.TryGetValue(batch.Id, out var tracker) ? tracker.Band() : null;
    }
}

using System.Text;
using BatchRunner.Jobs.Intake;
using BatchRunner.Storage;
using Microsoft.Extensions.Hosting;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// Tells the meter what happened in the ledger since the last look: a few bounded reads by key every two seconds.
/// </summary>
sealed class MetricsSampler(Ledger ledger, LedgerMeter meter, EtaScore score, TimeProvider time)
    : BackgroundService
{
    const int MostEvents = 1_000;
    const int MostChunks = 2_000;
    const int MostRejects = 2_000;
    const int SampledChunks = 20;
    const int SampledNumbers = 16;
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>A commit stamps its time before others can read it: chunks are looked for again this far back.</summary>
    static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    readonly Dictionary<long, DateTimeOffset> _seenChunks = [];
    readonly Dictionary<long, BatchSummary> _batches = [];
    readonly Dictionary<long, long> _rejectsRead = [];
    DateTimeOffset _chunksUpTo;
    long _lastEvent;
    long _highestBatch;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var isBegun = false;
        try
        {
            do
            {
                try
                {
                    if (!isBegun) await BeginAsync(stoppingToken);
                    isBegun = true;
                    await LookAsync(stoppingToken);
                }
                catch (LedgerException)
                {
                    // The throughput's sampler says so; the next look makes up for this one.
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The dashboard stops.
        }
    }

    // What happened before this process started is no news.
    async Task BeginAsync(CancellationToken token)
    {
        meter.Begin();
        _chunksUpTo = time.GetUtcNow();
        _lastEvent = await ledger.History.LatestIdAsync(token);
        _highestBatch = await ledger.Summaries.NewestAsync(long.MaxValue, 1, token) is [var newest] ? newest.Id : 0;
        foreach (var batch in await ledger.Summaries.LiveAsync(token))
        {
            _batches[batch.Id] = batch;
            _rejectsRead[batch.Id] = batch.Lines;
        }
    }

    internal async Task LookAsync(CancellationToken token)
    {
        var live = await ledger.Summaries.LiveAsync(token);
        await CountBatchesAsync(live, token);
        await TellStateAsync(live, token);
        foreach (var told in await ledger.History.AfterAsync(_lastEvent, MostEvents, token))
        {
            meter.Event(told.Event, 1);
            _lastEvent = told.Id;
        }
        await TellChunksAsync(token);
        foreach (var ratio in score.Take()) meter.EtaError(ratio);
    }

    async Task TellStateAsync(IReadOnlyList<BatchSummary> live, CancellationToken token)
    {
        var waiting = live.Where(b => !b.Paused && b.ReadyChunks > 0).ToList();
        var oldest = waiting.Count == 0 ? 0 : (time.GetUtcNow() - waiting.Min(b => b.CreatedAt)).TotalSeconds;
        var runners = await ledger.Runners.AliveAsync(token);
        meter.Observe(new(
            live.Sum(b => b.ReadyChunks), live.Sum(b => b.EffortLeft) / 1e6, Math.Max(0, oldest),
            runners.Sum(r => r.Workers), live.Sum(b => b.RunningChunks)));
    }

    /// <summary>Live batches, those that were live at the last look, and those that came and ended since.</summary>
    async Task CountBatchesAsync(IReadOnlyList<BatchSummary> live, CancellationToken token)
    {
        var now = live.ToDictionary(b => b.Id);
        foreach (var id in _batches.Keys.Where(id => !now.ContainsKey(id)).ToList())
            if (await ledger.Summaries.FindAsync(id, token) is { } ended) now[id] = ended;
        foreach (var batch in await ledger.Summaries.NewestAsync(long.MaxValue, LedgerViews.BatchesPerPage, token))
            if (batch.Id > _highestBatch) now.TryAdd(batch.Id, batch);

        foreach (var batch in now.Values)
        {
            var before = _batches.GetValueOrDefault(batch.Id);
            Gained("unfactored", batch.Unfactored, before?.Unfactored);
            Gained("quarantined", batch.Quarantined, before?.Quarantined);
            Gained("factored", Factored(batch), before is null ? null : Factored(before));
            await TellRejectsAsync(batch, token);
            _highestBatch = Math.Max(_highestBatch, batch.Id);
            // Its rejects may be more than one look tells.
            if (!BatchState.IsFinal(batch.State) || _rejectsRead.ContainsKey(batch.Id)) _batches[batch.Id] = batch;
            else _batches.Remove(batch.Id);
        }
    }

    static long Factored(BatchSummary batch) => batch.Done - batch.Unfactored - batch.Quarantined;

    // A retry takes rows back: that is no negative work.
    void Gained(string outcome, long now, long? before) => meter.Numbers(outcome, Math.Max(0, now - (before ?? 0)));

    async Task TellRejectsAsync(BatchSummary batch, CancellationToken token)
    {
        if (batch.Rejects == 0) return;

        var after = _rejectsRead.GetValueOrDefault(batch.Id);
        var rejects = await ledger.Rejects.PageAsync(batch.Id, after, MostRejects, token);
        foreach (var cause in rejects.CountBy(r => RejectCause.Of(r.Reason))) meter.Rejects(cause.Key, cause.Value);
        if (rejects.Count > 0) _rejectsRead[batch.Id] = rejects[^1].Line;
        if (rejects.Count < MostRejects && BatchState.IsFinal(batch.State)) _rejectsRead.Remove(batch.Id);
    }

    async Task TellChunksAsync(CancellationToken token)
    {
        var sampled = 0;
        var rows = new ResultRows();
        foreach (var chunk in await ledger.Chunks.EndedAfterAsync(_chunksUpTo - Overlap, MostChunks, token))
        {
            if (chunk.EndedAt is not { } ended || !_seenChunks.TryAdd(chunk.Id, ended)) continue;

            _chunksUpTo = ended > _chunksUpTo ? ended : _chunksUpTo;
            if (chunk.StartedAt is not { } started) continue;

            meter.Chunk(chunk.State, (ended - started).TotalSeconds);
            if (chunk.State != ChunkState.Completed || sampled++ >= SampledChunks) continue;

            await ledger.Results.PageAsync(chunk.BatchId, chunk.FirstLine - 1, SampledNumbers, rows, token);
            for (var i = 0; i < rows.Count && rows.Line(i) < chunk.EndLine; i++)
                meter.Number(Encoding.UTF8.GetString(rows.Method(i)), rows.Number(i).Length, rows.Micros(i) / 1e6);
        }
        foreach (var (id, ended) in _seenChunks.ToList())
            if (ended < _chunksUpTo - Overlap) _seenChunks.Remove(id);
    }
}

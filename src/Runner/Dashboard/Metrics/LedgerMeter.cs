using System.Diagnostics.Metrics;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// The one meter. What it counts comes from the ledger, so that it tells of all processes on it and not of this one
/// alone. Labels are few and fixed: no number, name or id ever becomes one.
/// </summary>
sealed class LedgerMeter : IDisposable
{
    internal const string Name = "BatchRunner";

    readonly Meter _meter = new(Name);
    readonly Counter<long> _numbers;
    readonly Histogram<double> _numberTime;
    readonly Histogram<double> _chunkTime;
    readonly Counter<long> _events;
    readonly Counter<long> _rejects;
    readonly Histogram<double> _etaError;
    LedgerState _state = new(0, 0, 0, 0, 0);

    public LedgerMeter()
    {
        _numbers = _meter.CreateCounter<long>(
            "batchrunner.numbers", null, "Numbers that got their row, by outcome, since this process started");
        _numberTime = _meter.CreateHistogram<double>(
            "batchrunner.number.duration", "s",
            "CPU time of a number by method and decimal digits: a sample, the first numbers of every ended chunk",
            advice: new() { HistogramBucketBoundaries = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, 1_000] });
        _chunkTime = _meter.CreateHistogram<double>(
            "batchrunner.chunk.duration", "s", "From the first start of a chunk to its end, by how it ended",
            advice: new() { HistogramBucketBoundaries = [0.01, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800] });
        _events = _meter.CreateCounter<long>(
            "batchrunner.events", null, "Splits, rescues, errors, quarantines and what people did to batches");
        _rejects = _meter.CreateCounter<long>("batchrunner.rejects", null, "Rejected lines by cause");
        _etaError = _meter.CreateHistogram<double>(
            "batchrunner.eta.error", "1",
            "|estimated - real| / real time left, of the estimate when half of a batch's effort was done",
            advice: new() { HistogramBucketBoundaries = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5] });
        Gauge("batchrunner.queue.chunks", null, "Chunks that are ready", s => s.ReadyChunks);
        Gauge("batchrunner.queue.effort", "s", "Predicted CPU time of the numbers waiting", s => s.EffortSeconds);
        Gauge("batchrunner.queue.oldest.age", "s", "Age of the oldest batch with a ready chunk", s => s.OldestSeconds);
        Gauge("batchrunner.workers", null, "Workers of all living runners", s => s.Workers);
        Gauge("batchrunner.workers.busy", null, "Workers with a chunk in hand", s => s.WorkersBusy);
    }

    /// <summary>What has not happened yet is counted 0, so that its rate is known when it does.</summary>
    internal void Begin()
    {
        foreach (var outcome in ResultQuery.Statuses) Numbers(outcome, 0);
        foreach (var told in (string[])[HistoryEvent.Split, HistoryEvent.Rescued, HistoryEvent.Error]) Event(told, 0);
    }

    internal void Observe(LedgerState state) => _state = state;

    internal void Numbers(string outcome, long count) => _numbers.Add(count, Tag("outcome", outcome));

    internal void Number(string method, int digits, double seconds) =>
        _numberTime.Record(seconds, Tag("method", method), Tag("digits", SizeClass(digits)));

    internal void Chunk(string end, double seconds) => _chunkTime.Record(seconds, Tag("end", end));

    internal void Event(string what, long count) => _events.Add(count, Tag("event", what));

    internal void Rejects(string cause, long count) => _rejects.Add(count, Tag("cause", cause));

    internal void EtaError(double ratio) => _etaError.Record(ratio);

    /// <summary>Decimal digits in classes: 20 digits are where 64 bits end, 39 where 128 do.</summary>
    static string SizeClass(int digits) => digits switch
    {
        <= 10 => "1-10",
        <= 20 => "11-20",
        <= 39 => "21-39",
        <= 60 => "40-60",
        <= 80 => "61-80",
        _ => "81+",
    };

    void Gauge(string name, string? unit, string description, Func<LedgerState, double> of) =>
        _meter.CreateObservableGauge(name, () => of(_state), unit, description);

    static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    public void Dispose() => _meter.Dispose();

    /// <summary>What the ledger holds at a moment.</summary>
    internal sealed record LedgerState(
        double ReadyChunks, double EffortSeconds, double OldestSeconds, double Workers, double WorkersBusy);
}

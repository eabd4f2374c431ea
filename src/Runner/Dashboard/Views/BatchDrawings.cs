using System.Collections.Concurrent;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// The pictures of the batches people look at. One is made at most once a second, and more rarely when reading tens of
/// thousands of chunks takes its time: drawing never takes more than a small share of a core.
/// </summary>
sealed class BatchDrawings(Ledger ledger, TimeProvider time)
{
    /// <summary>Pictures of batches nobody looks at any more give way to others.</summary>
    const int MostKept = 64;

    /// <summary>A picture stays for so many times what it took to make.</summary>
    const int Rest = 50;

    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    static readonly TimeSpan FreshOnceFinal = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<long, Kept> _kept = new();

    internal async Task<BatchDrawingView> OfAsync(BatchSummary batch, CancellationToken token)
    {
        var key = $"{batch.State} {batch.FinishedAt:O}";
        if (_kept.TryGetValue(batch.Id, out var kept) && kept.Key == key && time.GetElapsedTime(kept.MadeAt) < kept.Fresh)
            return kept.View;

        var begun = time.GetTimestamp();
        var view = BatchDrawing.Of(await ledger.Chunks.TracesAsync(batch.Id, token), batch, time.GetUtcNow());
        var made = time.GetTimestamp();
        var rest = time.GetElapsedTime(begun, made) * Rest;
        var fresh = BatchState.IsFinal(batch.State) ? FreshOnceFinal : rest > Fresh ? rest : Fresh;
        if (_kept.Count >= MostKept) _kept.Clear();
        _kept[batch.Id] = new(key, made, fresh, view);
        return view;
    }

    sealed record Kept(string Key, long MadeAt, TimeSpan Fresh, BatchDrawingView View);
}

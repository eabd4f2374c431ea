using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Reads one batch with everything its page shows.</summary>
sealed class BatchDetails
{
    const int MostFirstRejects = 20;
    const int MostSlowest = 10;
    const int MostEvents = 30;
    const int MostFailed = 50;

    readonly Ledger _ledger;
    readonly LedgerViews _views;
    readonly ResultViews _results;
    readonly BatchFiles _files;
    readonly BatchDrawings _drawings;
    readonly SharedReads<long, BatchDetailView?> _shared;

    public BatchDetails(
        Ledger ledger, LedgerViews views, ResultViews results, BatchFiles files, BatchDrawings drawings,
        TimeProvider time)
    {
        _ledger = ledger;
        _views = views;
        _results = results;
        _files = files;
        _drawings = drawings;
        _shared = new(time, id => ReadAsync(id, CancellationToken.None));
    }

    /// <returns>Null when there is no such batch; what many ask for at once is read once.</returns>
    internal Task<BatchDetailView?> SharedAsync(long id, CancellationToken token) => _shared.GetAsync(id, token);

    internal async Task<BatchDetailView?> ReadAsync(long id, CancellationToken token)
    {
        if (await _ledger.Summaries.FindAsync(id, token) is not { } summary) return null;

        var batch = _views.View(summary);
        var row = await _ledger.Batches.FindAsync(id, token);
        var running = batch.RunningChunks == 0 ? [] : await _ledger.Chunks.RunningAsync(token);
        var failed = batch.FailedChunks == 0 ? [] : await _ledger.Chunks.FailedAsync(id, MostFailed, token);
        var rejects = batch.Rejects == 0 ? [] : await _ledger.Rejects.PageAsync(id, 0, MostFirstRejects, token);
        var events = await _ledger.History.NewestAsync(id, MostEvents, token);
        return new(
            batch, row?.Sha256,
            [.. running.Where(c => c.BatchId == id).Select(c => _views.View(c, batch.Name))],
            [.. failed.Select(View)],
            [.. rejects.Select(LedgerViews.View)],
            batch.IsLive ? [] : _files.Of(id),
            await _drawings.OfAsync(summary, token),
            await _results.SlowestAsync(id, MostSlowest, token),
            [.. events.Select(View)]);
    }

    static FailedChunkView View(ChunkRow chunk) =>
        new(chunk.Id, chunk.NextLine, chunk.EndLine, chunk.Failures, chunk.Error, chunk.EndedAt);

    static EventView View(HistoryRow row) => new(
        row.Event, row.HappenedAt, row.ChunkId, row.FirstLine, row.EndLine, row.Attempt, row.RunnerId, row.Detail);
}

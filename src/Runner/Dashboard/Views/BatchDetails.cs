using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Reads one batch with everything its page shows.</summary>
sealed class BatchDetails(
    Ledger ledger, LedgerViews views, ResultViews results, BatchFiles files, BatchDrawings drawings)
{
    const int MostFirstRejects = 20;
    const int MostSlowest = 10;
    const int MostEvents = 30;
    const int MostFailed = 50;

    /// <returns>Null when there is no such batch.</returns>
    internal async Task<BatchDetailView?> ReadAsync(long id, CancellationToken token)
    {
        if (await ledger.Summaries.FindAsync(id, token) is not { } summary) return null;

        var batch = views.View(summary);
        var row = await ledger.Batches.FindAsync(id, token);
        var running = batch.RunningChunks == 0 ? [] : await ledger.Chunks.RunningAsync(token);
        var failed = batch.FailedChunks == 0 ? [] : await ledger.Chunks.FailedAsync(id, MostFailed, token);
        var rejects = batch.Rejects == 0 ? [] : await ledger.Rejects.PageAsync(id, 0, MostFirstRejects, token);
        var events = await ledger.History.NewestAsync(id, MostEvents, token);
        return new(
            batch, row?.Sha256,
            [.. running.Where(c => c.BatchId == id).Select(c => views.View(c, batch.Name))],
            [.. failed.Select(View)],
            [.. rejects.Select(LedgerViews.View)],
            batch.IsLive ? [] : files.Of(id),
            await drawings.OfAsync(summary, token),
            await results.SlowestAsync(id, MostSlowest, token),
            [.. events.Select(View)]);
    }

    static FailedChunkView View(ChunkRow chunk) =>
        new(chunk.Id, chunk.NextLine, chunk.EndLine, chunk.Failures, chunk.Error, chunk.EndedAt);

    static EventView View(HistoryRow row) => new(
        row.Event, row.HappenedAt, row.ChunkId, row.FirstLine, row.EndLine, row.Attempt, row.RunnerId, row.Detail);
}

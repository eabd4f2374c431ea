using System.Text;
using System.Text.Json;
using BatchRunner.Jobs.Planning;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Reads the ledger for pages and API alike: a few bounded reads by key for each of them.</summary>
sealed class LedgerViews
{
    internal const int BatchesPerPage = 25;
    internal const int MostLive = 50;
    internal const int MostRows = 1_000;
    const int MostGoneRunners = 50;
    const int MostFirstRejects = 20;

    /// <summary>Failed chunks are looked for among this many; the count on the batch is exact.</summary>
    const int MostChunks = 1_000;

    readonly Ledger _ledger;
    readonly Throughput _throughput;
    readonly BatchFiles _files;
    readonly EtaBoard _eta;
    readonly SharedRead<OverviewView> _overview;
    readonly SharedRead<RunnersView> _runners;

    public LedgerViews(Ledger ledger, Throughput throughput, BatchFiles files, EtaBoard eta, TimeProvider time)
    {
        _ledger = ledger;
        _throughput = throughput;
        _files = files;
        _eta = eta;
        _overview = new(time, () => ReadOverviewAsync(null, CancellationToken.None));
        _runners = new(time, () => ReadRunnersAsync(CancellationToken.None));
    }

    internal Task<OverviewView> OverviewAsync(long? before, CancellationToken token) =>
        before is null ? _overview.GetAsync(token) : ReadOverviewAsync(before, token);

    async Task<OverviewView> ReadOverviewAsync(long? before, CancellationToken token)
    {
        var live = await _ledger.Summaries.LiveAsync(token);
        var newest = await BatchesAsync(before, BatchesPerPage, token);
        var runners = await _ledger.Runners.AliveAsync(token);
        var running = await _ledger.Chunks.RunningAsync(token);
        return new(
            [.. live.Take(MostLive).Select(View)], live.Count, live.Sum(b => b.Waiting), newest, before is null,
            running.Count, runners.Sum(r => r.Workers), _throughput.View());
    }

    internal async Task<BatchListView> BatchesAsync(long? before, int limit, CancellationToken token)
    {
        var batches = await _ledger.Summaries.NewestAsync(before ?? long.MaxValue, limit, token);
        return new([.. batches.Select(View)], batches.Count == limit && batches[^1].Id > 1 ? batches[^1].Id : null);
    }

    internal async Task<BatchView?> BatchAsync(long id, CancellationToken token) =>
        await _ledger.Summaries.FindAsync(id, token) is { } batch ? View(batch) : null;

    internal async Task<BatchDetailView?> DetailAsync(long id, CancellationToken token)
    {
        if (await _ledger.Summaries.FindAsync(id, token) is not { } summary) return null;

        var batch = View(summary);
        var row = await _ledger.Batches.FindAsync(id, token);
        var running = batch.RunningChunks == 0 ? [] : await _ledger.Chunks.RunningAsync(token);
        var failed = batch.FailedChunks == 0 ? [] : await _ledger.Chunks.OfBatchAsync(id, 0, MostChunks, token);
        var rejects = batch.Rejects == 0 ? [] : await _ledger.Rejects.PageAsync(id, 0, MostFirstRejects, token);
        return new(
            batch, row?.Sha256,
            [.. running.Where(c => c.BatchId == id).Select(c => View(c, batch.Name))],
            [.. failed.Where(c => c.State == ChunkState.Failed).Select(ViewFailed)],
            [.. rejects.Select(View)],
            batch.IsLive ? [] : _files.Of(id));
    }

    internal async Task<ResultPageView?> ResultsAsync(long id, long after, int limit, CancellationToken token)
    {
        var page = new ResultRows();
        // One more than asked tells whether there is a next page.
        if (!await _ledger.Results.PageAsync(id, after, limit + 1, page, token) &&
            await _ledger.Summaries.FindAsync(id, token) is null)
        {
            return null;
        }

        var results = new List<ResultView>(Math.Min(page.Count, limit));
        for (var i = 0; i < page.Count && i < limit; i++) results.Add(View(page, i));
        return new(id, results, page.Count > limit ? results[^1].Line : null);
    }

    internal async Task<RejectPageView?> RejectsAsync(long id, long after, int limit, CancellationToken token)
    {
        var page = await _ledger.Rejects.PageAsync(id, after, limit + 1, token);
        if (page.Count == 0 && await _ledger.Summaries.FindAsync(id, token) is null) return null;

        return new(id, [.. page.Take(limit).Select(View)], page.Count > limit ? page[limit - 1].Line : null);
    }

    internal Task<RunnersView> RunnersAsync(CancellationToken token) => _runners.GetAsync(token);

    async Task<RunnersView> ReadRunnersAsync(CancellationToken token)
    {
        var alive = await _ledger.Runners.AliveAsync(token);
        var newest = await _ledger.Runners.NewestAsync(alive.Count + MostGoneRunners, token);
        var running = await _ledger.Chunks.RunningAsync(token);
        var names = running.Count == 0
            ? []
            : (await _ledger.Summaries.LiveAsync(token)).ToDictionary(b => b.Id, b => b.Name);
        var work = running.ToLookup(c => c.RunnerId!.Value, c => View(c, names.GetValueOrDefault(c.BatchId)));
        return new(
            [.. alive.Select(r => View(r, work[r.Id]))],
            [.. newest.Where(r => r.State != "alive").Take(MostGoneRunners).Select(r => View(r, []))]);
    }

    internal ThroughputView Throughput() => _throughput.View();

    BatchView View(BatchSummary batch) => BatchView.Of(batch, _eta.Band(batch));

    static WorkView View(ChunkRow chunk, string? batchName) => new(
        chunk.RunnerId!.Value, chunk.Worker, chunk.BatchId, batchName, chunk.Id, chunk.Attempt, chunk.FirstLine,
        chunk.NextLine, chunk.EndLine, chunk.Done, chunk.Effort / 1e6, chunk.Rescues, chunk.StartedAt);

    static FailedChunkView ViewFailed(ChunkRow chunk) =>
        new(chunk.Id, chunk.NextLine, chunk.EndLine, chunk.Failures, chunk.Error, chunk.EndedAt);

    static RejectView View(RejectRow reject) => new(reject.Line, reject.ColumnNumber, reject.Text, reject.Reason);

    static RunnerView View(RunnerRow runner, IEnumerable<WorkView> work) => new(
        runner.Id, runner.Role, runner.ParentId, runner.Host, runner.Pid, runner.Version, runner.Workers,
        runner.Isolated, runner.State, runner.StartedAt, runner.EndedAt, runner.EndReason, [.. work]);

    static ResultView View(ResultRows page, int index)
    {
        var cofactor = page.Cofactor(index);
        return new(
            page.Line(index),
            Encoding.UTF8.GetString(page.Number(index)),
            JsonSerializer.Deserialize(page.Factors(index), DashboardJson.Default.StringArray) ?? [],
            page.Status(index) switch
            {
                ResultStatus.Factored => "factored",
                ResultStatus.Unfactored => "unfactored",
                _ => "quarantined",
            },
            cofactor.IsEmpty ? null : Encoding.UTF8.GetString(cofactor),
            Encoding.UTF8.GetString(page.Method(index)),
            page.Micros(index));
    }
}

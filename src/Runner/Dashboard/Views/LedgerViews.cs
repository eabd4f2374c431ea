using BatchRunner.Jobs.Planning;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Reads the ledger for pages and API alike: a few bounded reads by key for each of them.</summary>
sealed class LedgerViews
{
    internal const int BatchesPerPage = 25;
    internal const int MostLive = 50;
    const int MostGoneRunners = 50;

    readonly Ledger _ledger;
    readonly Throughput _throughput;
    readonly DashboardSetup _setup;
    readonly EtaBoard _eta;
    readonly SharedRead<OverviewView> _overview;
    readonly SharedRead<RunnersView> _runners;
    readonly TimeProvider _time;

    public LedgerViews(Ledger ledger, Throughput throughput, DashboardSetup setup, EtaBoard eta, TimeProvider time)
    {
        _ledger = ledger;
        _throughput = throughput;
        _setup = setup;
        _eta = eta;
        _time = time;
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
        var today = new DateTimeOffset(_time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        return new(
            [.. live.Take(MostLive).Select(View)], live.Count, live.Sum(b => b.Waiting),
            live.Sum(b => b.EffortLeft) / 1e6, await _ledger.Failures.RejectsSinceAsync(today, token), newest,
            before is null, running.Count, runners.Sum(r => r.Workers), _throughput.View());
    }

    internal async Task<BatchListView> BatchesAsync(long? before, int limit, CancellationToken token)
    {
        var batches = await _ledger.Summaries.NewestAsync(before ?? long.MaxValue, limit, token);
        return new([.. batches.Select(View)], batches.Count == limit && batches[^1].Id > 1 ? batches[^1].Id : null);
    }

    internal async Task<BatchView?> BatchAsync(long id, CancellationToken token) =>
        await _ledger.Summaries.FindAsync(id, token) is { } batch ? View(batch) : null;

    internal async Task<RejectPageView?> RejectsAsync(long id, long after, int limit, CancellationToken token)
    {
        var page = await _ledger.Rejects.PageAsync(id, after, limit + 1, token);
        if (page.Count == 0 && await _ledger.Summaries.FindAsync(id, token) is null) return null;

        return new(id, [.. page.Take(limit).Select(View)], page.Count > limit ? page[limit - 1].Line : null);
    }

    /// <summary>After a change nobody is shown what was read before it.</summary>
    internal void Forget()
    {
        _overview.Forget();
        _runners.Forget();
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

    internal BatchView View(BatchSummary batch) => BatchView.Of(batch, _eta.Band(batch));

    internal WorkView View(ChunkRow chunk, string? batchName) => new(
        chunk.RunnerId!.Value, chunk.Worker, chunk.BatchId, batchName, chunk.Id, chunk.Attempt, chunk.FirstLine,
        chunk.NextLine, chunk.EndLine, chunk.Done, chunk.Effort / 1e6, chunk.Rescues, chunk.StartedAt,
        // A commit moves the cursor and renews the lease.
        chunk.NextLine > (chunk.ClaimedLine ?? chunk.FirstLine) ? chunk.LeaseUntil - _setup.Lease : null);

    internal static RejectView View(RejectRow reject) => new(reject.Line, reject.ColumnNumber, reject.Text, reject.Reason);

    static RunnerView View(RunnerRow runner, IEnumerable<WorkView> work) => new(
        runner.Id, runner.Role, runner.ParentId, runner.Host, runner.Pid, runner.Version, runner.Workers,
        runner.Isolated, runner.State, runner.StartedAt, runner.EndedAt, runner.EndReason, runner.WantedWorkers,
        [.. work]);
}

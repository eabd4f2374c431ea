using BatchRunner.Jobs.Planning;
using BatchRunner.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Looks at the summaries once a second, whether anybody watches or not.</summary>
sealed partial class ThroughputSampler(
    Ledger ledger, Throughput throughput, EtaBoard eta, EtaScore score, TimeProvider time, ILogger<ThroughputSampler> logger)
    : BackgroundService
{
    const int Page = 50;
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var isReachable = true;
        try
        {
            do
            {
                try
                {
                    var batches = await LookAsync(stoppingToken);
                    throughput.Observe(batches);
                    await eta.ObserveAsync(batches, stoppingToken);
                    score.Observe(batches, eta.Band);
                    isReachable = true;
                }
                catch (LedgerException e)
                {
                    // /health tells how the ledger is; the next look may succeed.
                    if (isReachable) LogUnreachable(e.Message);
                    isReachable = false;
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The dashboard stops.
        }
    }

    /// <summary>Every batch that may have moved since the last look: live, new, and just ended ones.</summary>
    async Task<IReadOnlyCollection<BatchSummary>> LookAsync(CancellationToken token)
    {
        var seen = new Dictionary<long, BatchSummary>();
        foreach (var batch in await ledger.Summaries.LiveAsync(token)) seen[batch.Id] = batch;

        var before = long.MaxValue;
        var known = throughput.HighestId;
        IReadOnlyList<BatchSummary> newest;
        do
        {
            newest = await ledger.Summaries.NewestAsync(before, known is null ? 1 : Page, token);
            foreach (var batch in newest) seen[batch.Id] = batch;
            if (newest.Count > 0) before = newest[^1].Id;
        }
        while (known is { } highest && newest.Count == Page && before > highest);

        foreach (var id in throughput.Watched)
            if (!seen.ContainsKey(id) && await ledger.Summaries.FindAsync(id, token) is { } ended) seen[id] = ended;
        return seen.Values;
    }

    [LoggerMessage(3601, LogLevel.Warning, "The dashboard cannot read the ledger: {Reason}")]
    partial void LogUnreachable(string reason);
}

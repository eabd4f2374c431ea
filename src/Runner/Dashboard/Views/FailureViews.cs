using BatchRunner.Jobs.Intake;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Reads what went wrong, grouped by cause.</summary>
sealed class FailureViews
{
    const int MostGroups = 25;
    const int MostBatches = 25;

    /// <summary>Of each batch this many rejects are looked at: enough to tell the causes, bounded whatever the file.</summary>
    const int RejectsOfABatch = 1_000;

    readonly Ledger _ledger;
    readonly SharedRead<FailuresView> _failures;

    public FailureViews(Ledger ledger, TimeProvider time)
    {
        _ledger = ledger;
        _failures = new(time, () => ReadAsync(CancellationToken.None));
    }

    internal Task<FailuresView> AllAsync(CancellationToken token) => _failures.GetAsync(token);

    async Task<FailuresView> ReadAsync(CancellationToken token)
    {
        var failures = _ledger.Failures;
        var troubled = await failures.TroubledAsync(MostBatches, token);
        var rejects = new List<FailureGroup>();
        foreach (var batch in troubled.Where(b => b.Rejects > 0))
            rejects.AddRange(await failures.RejectsAsync(batch.Id, 0, RejectsOfABatch, token));
        return new(
            await failures.ChunksAsync(MostGroups, token),
            await failures.BatchesAsync(MostGroups, token),
            await failures.RunnersAsync(MostGroups, token),
            [
                .. rejects.GroupBy(r => RejectCause.Of(r.Cause))
                    .Select(g => new FailureGroup
                    {
                        Cause = g.Key,
                        Count = g.Sum(r => r.Count),
                        BatchId = g.Max(r => r.BatchId),
                    })
                    .OrderByDescending(g => g.Count),
            ],
            troubled);
    }
}

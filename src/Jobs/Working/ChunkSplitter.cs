using BatchRunner.Jobs.Planning;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Working;

/// <summary>Finds a running chunk that is worth sharing and cuts it where <see cref="SplitRule"/> says.</summary>
public sealed class ChunkSplitter(Ledger ledger, WorkOptions options)
{
    readonly EffortModel _model = new(options.Budget);

    /// <returns>False when nothing is worth splitting, or the victim moved on meanwhile.</returns>
    public async Task<bool> SplitAsync(CancellationToken token)
    {
        // What is left by the ledger is never less than what is truly left. A slower machine takes longer for the same
        // effort, so its chunks are worth cutting earlier.
        var slowest = options.Pace.Slowest;
        if (await ledger.Chunks.FindVictimAsync(SplitRule.LeastMicros / slowest, token) is not { } victim) return false;

        var sinceCommit = (ledger.Database.Time.GetUtcNow() - (victim.LeaseUntil - options.Lease)).TotalMicroseconds;
        if (SplitRule.Keep(victim.EffortLeft * slowest, sinceCommit) is null) return false;

        var payload = await ledger.Chunks.PayloadAsync(victim.PayloadId, token);
        return SplitRule.Cut(victim, payload, _model, options.Pace, sinceCommit) is { } cut
            && await ledger.Chunks.SplitAsync(victim, cut, token);
    }
}

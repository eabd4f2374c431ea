using BatchRunner.Storage;

namespace BatchRunner.Hangfire.Tickets;

/// <summary>
/// The one process on a ledger that writes tickets and keeps house: the oldest that nobody supervises. The ledger's own
/// rescue takes a dead one out within a second or two, and the next takes over.
/// </summary>
sealed class Chief(Ledger ledger, long runnerId)
{
    internal async Task<bool> IsMeAsync(CancellationToken token) => IsMe(await ledger.Runners.AliveAsync(token));

    internal bool IsMe(IEnumerable<RunnerRow> alive) =>
        alive.Where(r => r.ParentId is null && r.Role != RunnerRole.Submit).Select(r => r.Id).DefaultIfEmpty().Min() == runnerId;
}

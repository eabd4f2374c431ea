using BatchRunner.Storage;

namespace BatchRunner.Jobs.Pruning;

/// <summary>
/// Takes a finished batch out of the ledger beside the work of others: transactions of some 20 ms, and after each a
/// pause as long as it took, so that a commit never waits long and the ledger's writer is at least half free.
/// </summary>
public sealed class Pruner(Ledger ledger, TimeProvider time)
{
    const int FirstRows = 1_000;
    const int LeastRows = 50;
    const int MostRows = 50_000;

    static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan HouseTurn = TimeSpan.FromSeconds(1);

    /// <summary>Stopped in the middle it can be started again; the batch stays cancelled until then.</summary>
    /// <param name="keepHouse">Done about every second: with no runner there, nobody else does it.</param>
    /// <returns>The rows removed; null when the batch may not be pruned.</returns>
    /// <exception cref="LedgerException">The ledger is busy or gone.</exception>
    public async Task<long?> PruneAsync(long batchId, Func<CancellationToken, Task> keepHouse, CancellationToken token)
    {
        if (!await ledger.Pruning.BeginAsync(batchId, token)) return null;

        var (all, rows, keptAt) = (0L, FirstRows, time.GetTimestamp());
        while (true)
        {
            var started = time.GetTimestamp();
            var gone = await ledger.Pruning.RemoveAsync(batchId, rows, token);
            var took = time.GetElapsedTime(started);
            if (gone == 0) return all;

            all += gone;
            rows = took > LongEnough ? Math.Max(LeastRows, rows / 2) : Math.Min(MostRows, rows + (rows / 4));
            await Task.Delay(took, time, token);
            if (time.GetElapsedTime(keptAt) < HouseTurn) continue;

            await keepHouse(token);
            keptAt = time.GetTimestamp();
        }
    }
}

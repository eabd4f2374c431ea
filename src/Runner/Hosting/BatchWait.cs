using BatchRunner.Runner.Commands;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Hosting;

/// <summary>Waits for batches to be finished, by looking at the ledger as anybody could.</summary>
static class BatchWait
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>The batches as they ended, in the order asked for.</summary>
    /// <param name="seen">Told at every look how they stand.</param>
    /// <param name="tell">Told why nothing can be seen; null for the messages of the terminal.</param>
    internal static async Task<IReadOnlyList<BatchSummary>> ForAsync(
        Ledger ledger, IReadOnlyList<long> batchIds, Action<IReadOnlyList<BatchSummary>> seen, Action<string>? tell,
        CancellationToken token)
    {
        using var timer = new PeriodicTimer(Look);
        string? trouble = null;
        do
        {
            try
            {
                List<BatchSummary> batches = [];
                foreach (var id in batchIds)
                {
                    if (await ledger.Summaries.FindAsync(id, token) is { } batch) batches.Add(batch);
                }
                trouble = null;
                seen(batches);
                if (batches.All(b => BatchState.IsFinal(b.State))) return batches;
            }
            catch (LedgerException e) when (e.IsPassing)
            {
                // The work itself outlasts a full disk or a busy ledger, so waiting for it does too.
                if (trouble is null) (tell ?? CommandLine.Tell)(e.Message);
                trouble = e.Message;
            }
        }
        while (await timer.WaitForNextTickAsync(token));
        throw new OperationCanceledException(token);
    }

    /// <summary>0 when every number of every line was factored, else 1.</summary>
    internal static int ExitCodeOf(IEnumerable<BatchSummary> batches) =>
        batches.All(b => b.State == BatchState.Completed && b.Rejects == 0) ? ExitCode.Success : ExitCode.Incomplete;
}

using BatchRunner.Runner.Commands;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Hosting;

/// <summary>Waits for batches to be finished, by looking at the ledger as anybody could.</summary>
static class BatchWait
{
    // A look costs the ledger a moment that the work could have had: after a hundredth of the time waited, so that
    // neither it nor the end seen too late weighs more than that.
    const double PauseShare = 0.01;
    static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>The batches as they ended, in the order asked for.</summary>
    /// <param name="seen">Told at every look how they stand.</param>
    /// <param name="tell">Told why nothing can be seen; null for the messages of the terminal.</param>
    internal static async Task<IReadOnlyList<BatchSummary>> ForAsync(
        Ledger ledger, IReadOnlyList<long> batchIds, Func<IReadOnlyList<BatchSummary>, Task> seen, Action<string>? tell,
        CancellationToken token)
    {
        var time = ledger.Database.Time;
        var began = time.GetTimestamp();
        string? trouble = null;
        while (true)
        {
            try
            {
                List<BatchSummary> batches = [];
                foreach (var id in batchIds)
                {
                    if (await ledger.Summaries.FindAsync(id, token) is { } batch) batches.Add(batch);
                }
                trouble = null;
                await seen(batches);
                if (batches.All(b => BatchState.IsFinal(b.State))) return batches;
            }
            catch (LedgerException e) when (e.IsPassing)
            {
                // The work itself outlasts a full disk or a busy ledger, so waiting for it does too.
                if (trouble is null) (tell ?? CommandLine.Tell)(e.Message);
                trouble = e.Message;
            }
            await Task.Delay(Pause(time.GetElapsedTime(began)), time, token);
        }
    }

    static TimeSpan Pause(TimeSpan waited) =>
        TimeSpan.FromTicks(Math.Clamp((long)(waited.Ticks * PauseShare), ShortestPause.Ticks, LongestPause.Ticks));

    /// <summary>0 when every number of every line was factored, else 1.</summary>
    internal static int ExitCodeOf(IEnumerable<BatchSummary> batches) =>
        batches.All(b => b.State == BatchState.Completed && b.Rejects == 0) ? ExitCode.Success : ExitCode.Incomplete;
}

using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;
using Spectre.Console;

namespace BatchRunner.Runner.Hosting;

/// <summary>One bar a batch on a terminal, by effort and not by lines, so that hard numbers at the end do not surprise.</summary>
static class RunProgress
{
    internal static Task<IReadOnlyList<BatchSummary>> ShowAsync(
        Ledger ledger, IReadOnlyList<long> ids, RunNotices? notices, CancellationToken token) =>
        Console.IsErrorRedirected
            ? BatchWait.ForAsync(ledger, ids, batches => notices?.Look(batches), notices is null ? null : notices.Tell, token)
            : Screen.Messages.Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
                .StartAsync(async progress =>
                {
                    Dictionary<long, ProgressTask> bars = [];
                    return await BatchWait.ForAsync(ledger, ids, batches =>
                    {
                        notices?.Look(batches);
                        Update(progress, bars, batches);
                    }, notices is null ? null : notices.Tell, token);
                });

    static void Update(ProgressContext progress, Dictionary<long, ProgressTask> bars, IReadOnlyList<BatchSummary> batches)
    {
        foreach (var batch in batches)
        {
            if (!bars.TryGetValue(batch.Id, out var bar))
                bars[batch.Id] = bar = progress.AddTask(Markup.Escape(batch.Name), maxValue: 1);
            bar.Description = Markup.Escape($"{batch.Name} {batch.Done:N0}/{batch.Numbers:N0}");
            bar.Value = BatchState.IsFinal(batch.State) ? 1 : Share(batch);
        }
    }

    static double Share(BatchSummary batch) =>
        batch.Effort > 0 ? Math.Clamp(1 - batch.EffortLeft / batch.Effort, 0, 0.999) : 0;
}

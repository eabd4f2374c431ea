using System.Collections.Concurrent;
using BatchRunner.Jobs.Planning;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;
using Spectre.Console;

namespace BatchRunner.Runner.Hosting;

/// <summary>
/// One bar a batch on a terminal, by effort and not by lines, so that hard numbers at the end do not surprise, and when
/// it will probably be done.
/// </summary>
sealed class RunProgress(Ledger ledger, EtaBoard eta, RunNotices? notices)
{
    /// <summary>Estimates are looked at no more often: figures that flicker are not read.</summary>
    static readonly TimeSpan EtaEvery = TimeSpan.FromSeconds(1);

    readonly Dictionary<long, ProgressTask> _bars = [];
    readonly ConcurrentDictionary<int, string> _words = [];
    DateTimeOffset _looked = DateTimeOffset.MinValue;

    internal static Task<IReadOnlyList<BatchSummary>> ShowAsync(
        Ledger ledger, EtaBoard eta, IReadOnlyList<long> ids, RunNotices? notices, CancellationToken token) =>
        new RunProgress(ledger, eta, notices).ShowAsync(ids, token);

    Task<IReadOnlyList<BatchSummary>> ShowAsync(IReadOnlyList<long> ids, CancellationToken token) =>
        Console.IsErrorRedirected ? WaitAsync(ids, Look, token) : Screen.Messages.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(),
                new EtaColumn(_words))
            .StartAsync(progress =>
                WaitAsync(ids, batches => UpdateAsync(progress, batches, token), token));

    Task<IReadOnlyList<BatchSummary>> WaitAsync(
        IReadOnlyList<long> ids, Func<IReadOnlyList<BatchSummary>, Task> seen, CancellationToken token) =>
        BatchWait.ForAsync(ledger, ids, seen, notices is null ? null : notices.Tell, token);

    Task Look(IReadOnlyList<BatchSummary> batches)
    {
        notices?.Look(batches);
        return Task.CompletedTask;
    }

    async Task UpdateAsync(ProgressContext progress, IReadOnlyList<BatchSummary> batches, CancellationToken token)
    {
        notices?.Look(batches);
        var now = ledger.Database.Time.GetUtcNow();
        var isDue = now - _looked >= EtaEvery;
        if (isDue)
        {
            _looked = now;
            await eta.ObserveAsync(batches, token);
        }
        foreach (var batch in batches)
        {
            if (!_bars.TryGetValue(batch.Id, out var bar))
                _bars[batch.Id] = bar = progress.AddTask(Markup.Escape(batch.Name), maxValue: 1);
            bar.Description = Markup.Escape($"{batch.Name} {batch.Done:N0}/{batch.Numbers:N0}");
            bar.Value = BatchState.IsFinal(batch.State) ? 1 : Share(batch);
            if (isDue) _words[bar.Id] = eta.Band(batch) is { } band ? $"{band} left" : "";
        }
    }

    static double Share(BatchSummary batch) =>
        batch.Effort > 0 ? Math.Clamp(1 - batch.EffortLeft / batch.Effort, 0, 0.999) : 0;
}

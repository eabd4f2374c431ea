using System.Globalization;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Storage;
using Hangfire.Dashboard;

namespace BatchRunner.Hangfire.Pages;

/// <summary>The ledger's figures as cards and counters that Hangfire's pages keep fresh.</summary>
sealed class FigureMetrics
{
    readonly DashboardPages _pages;

    internal FigureMetrics(DashboardPages pages)
    {
        _pages = pages;
        OpenBatches = Metric("batches:open", "Batches open", f => Text(f.OpenBatches));
        NumbersASecond = Metric("batches:rate", "Numbers/s", f => f.NumbersASecond.ToString("N0", CultureInfo.InvariantCulture));
        Rejects = Metric("batches:rejects", "Rejects today", f => Text(f.RejectsToday));
        Rescues = Metric("batches:rescues", "Rescues", f => Text(f.Rescues));
    }

    internal DashboardMetric OpenBatches { get; }
    internal DashboardMetric NumbersASecond { get; }
    internal DashboardMetric Rejects { get; }
    internal DashboardMetric Rescues { get; }
    internal IEnumerable<DashboardMetric> All => [OpenBatches, NumbersASecond, Rejects, Rescues];

    DashboardMetric Metric(string name, string title, Func<DashboardFigures, string> read) => new(name, title, _ =>
    {
        try
        {
            return new(read(_pages.FiguresAsync(CancellationToken.None).GetAwaiter().GetResult())) { Title = title };
        }
        catch (LedgerException)
        {
            return new("?") { Title = title };
        }
    });

    static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}

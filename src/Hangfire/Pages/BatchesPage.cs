using System.Globalization;
using BatchRunner.Runner.Dashboard;

namespace BatchRunner.Hangfire.Pages;

/// <summary>All batches, with the figures of the moment.</summary>
sealed class BatchesPage(DashboardPages pages) : GuestPage(pages)
{
    protected override (string Title, string Above, string Content, string Below) Read()
    {
        long? before = long.TryParse(Query("before"), CultureInfo.InvariantCulture, out var id) ? id : null;
        var content = Pages.BatchesAsync(Root, before, CancellationToken.None).GetAwaiter().GetResult();
        // The overview is the first page of our own dashboard; here that is Hangfire's.
        var home = $"href=\"{Root}/";
        content = content.Replace(home + '"', home + "batches\"", StringComparison.Ordinal)
            .Replace(home + '?', home + "batches?", StringComparison.Ordinal);
        return ("Batches", "", content, "");
    }
}

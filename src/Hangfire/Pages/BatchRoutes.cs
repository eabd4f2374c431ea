using System.Globalization;
using System.Text.RegularExpressions;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Storage;
using Hangfire;
using Hangfire.Dashboard;
using Microsoft.AspNetCore.Http;

namespace BatchRunner.Hangfire.Pages;

/// <summary>Our pages, figures and menu entry in Hangfire's dashboard.</summary>
static partial class BatchRoutes
{
    const string Batches = "/batches";

    internal const string ChunkKey = "chunk";

    internal static void Add(IGlobalConfiguration configuration, DashboardPages pages, Ledger ledger)
    {
        var figures = new FigureMetrics(pages);
        DashboardRoutes.Routes.AddRazorPage(Batches, _ => new BatchesPage(pages));
        DashboardRoutes.Routes.AddRazorPage(
            Batches + "/(?<Id>[0-9]{1,18})",
            match => new BatchTicketsPage(pages, ledger, long.Parse(match.Groups["Id"].Value, CultureInfo.InvariantCulture)));
        NavigationMenu.Items.Insert(0, page => new("Batches", page.Url.To(Batches))
        {
            Active = page.RequestPath.StartsWith(Batches, StringComparison.Ordinal),
            Metrics = [figures.OpenBatches, figures.NumbersASecond],
        });
        configuration.UseDashboardMetrics([.. figures.All]);
    }

    /// <summary>Where a batch's page tells of one of its chunks.</summary>
    internal static string Chunk(long batchId, long chunkId) =>
        string.Create(CultureInfo.InvariantCulture, $"{Batches}/{batchId}?{ChunkKey}={chunkId}#chunk-{chunkId}");

    /// <summary>True of a page below that of a batch: results, rejects and files.</summary>
    internal static bool IsBelowBatch(PathString path) => BelowBatch.IsMatch(path.Value ?? "");

    [GeneratedRegex("^/batches/[0-9]+/.+")]
    static partial Regex BelowBatch { get; }
}

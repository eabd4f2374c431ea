using System.Globalization;
using BatchRunner.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// What a reader does to a batch or to the runners. Every action ends where the batch is shown, so that a reload repeats nothing.
/// </summary>
static class ActionEndpoints
{
    internal static void MapActions(this IEndpointRouteBuilder routes)
    {
        var batch = routes.MapGroup("/batches/{id:long}");
        batch.MapPost("/pause", (long id, HttpContext context, Ledger ledger, CancellationToken token) =>
            DoAsync(context, id, ActionNotice.Paused, ledger.Steering.PauseAsync(id, token)));
        batch.MapPost("/resume", (long id, HttpContext context, Ledger ledger, CancellationToken token) =>
            DoAsync(context, id, ActionNotice.Resumed, ledger.Steering.ResumeAsync(id, token)));
        batch.MapPost("/cancel", (long id, HttpContext context, Ledger ledger, CancellationToken token) =>
            DoAsync(context, id, ActionNotice.Cancelled, ledger.Steering.CancelAsync(id, null, token)));
        batch.MapPost("/retry", (long id, HttpContext context, Ledger ledger, CancellationToken token) =>
            DoAsync(context, id, ActionNotice.Retried, AnyAsync(ledger.Steering.RetryAsync(id, token))));
        batch.MapPost("/priority", async (long id, HttpContext context, Ledger ledger, CancellationToken token) =>
        {
            var form = await context.Request.ReadFormAsync(token);
            await (BatchPriority.Parse(form["priority"]) is { } priority
                ? DoAsync(context, id, ActionNotice.Prioritized, ledger.Steering.SetPriorityAsync(id, priority, token))
                : PageEndpoints.ShowAsync(context, 400, "Nothing was changed", "A priority is low, normal or high."));
        });
        routes.MapPost("/runners/workers", WishWorkersAsync);
    }

    // 0 is the command line's word for "as the settings say", here too.
    static async Task WishWorkersAsync(HttpContext context, Ledger ledger, CancellationToken token)
    {
        var form = await context.Request.ReadFormAsync(token);
        if (!int.TryParse(form["workers"], NumberStyles.None, CultureInfo.InvariantCulture, out var workers) ||
            workers > RunnerStore.MostWorkers)
        {
            await PageEndpoints.ShowAsync(context, 400, "Nothing was changed",
                $"Workers in each process are a number from 0 to {RunnerStore.MostWorkers}.");
            return;
        }
        var asked = await ledger.Runners.WishWorkersAsync(workers == 0 ? null : workers, null, token);
        SeeOther(context, $"/runners?did={(asked > 0 ? ActionNotice.Workers : ActionNotice.Nothing)}");
    }

    static async Task DoAsync(HttpContext context, long id, string notice, Task<bool> action) =>
        SeeOther(context, $"/batches/{id}?did={(await action ? notice : ActionNotice.Nothing)}");

    static async Task<bool> AnyAsync(Task<long> chunks) => await chunks > 0;

    /// <summary>Sends the browser on with a GET, whatever it came with.</summary>
    internal static void SeeOther(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = context.Request.PathBase + path;
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The pages.</summary>
static class PageEndpoints
{
    internal static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", OverviewAsync);
        routes.MapGet("/runners", RunnersAsync);
        routes.MapGet("/failures", FailuresAsync);
        routes.MapGet("/settings", Settings);
        routes.MapGet("/batches/{id:long}", BatchAsync);
        routes.MapGet("/batches/{id:long}/results", ResultsAsync);
        routes.MapGet("/batches/{id:long}/rejects", RejectsAsync);
        routes.MapGet("/batches/{id:long}/files/{folder}/{name}", File);
        routes.MapFallback("{*path}", (HttpContext context) =>
            ShowAsync(context, 404, "No such page", "There is nothing at this address."));
    }

    static async Task<IResult> OverviewAsync(
        long? before, HttpContext context, LedgerViews views, PageRenderer pages, DashboardSetup setup) =>
        (await pages.ShowLiveAsync<OverviewPage>(context, withForms: !setup.ReadOnly, async () => new()
        {
            [nameof(OverviewPage.View)] = await views.OverviewAsync(before, CancellationToken.None),
        }))!;

    static async Task<IResult> RunnersAsync(
        HttpContext context, LedgerViews views, PageRenderer pages, DashboardSetup setup) =>
        (await pages.ShowLiveAsync<RunnersPage>(context, withForms: !setup.ReadOnly, async () => new()
        {
            [nameof(RunnersPage.View)] = await views.RunnersAsync(CancellationToken.None),
        }))!;

    static async Task<IResult> FailuresAsync(HttpContext context, FailureViews views, PageRenderer pages) =>
        (await pages.ShowLiveAsync<FailuresPage>(context, withForms: false, async () => new()
        {
            [nameof(FailuresPage.View)] = await views.AllAsync(CancellationToken.None),
        }))!;

    static IResult Settings(HttpContext context, PageRenderer pages, DashboardSetup setup) =>
        pages.Show<SettingsPage>(context, 200, withForms: false, new()
        {
            [nameof(SettingsPage.Settings)] = setup.Settings,
        });

    static IResult File(long id, string folder, string name, BatchFiles files) =>
        files.Find(id, folder, name) is { } path
            ? Results.File(path, "application/octet-stream", name)
            : new Message(404, "No such file", $"Batch {id} has no file of this name.");

    static async Task<IResult> BatchAsync(
        long id, HttpContext context, BatchDetails details, PageRenderer pages, DashboardSetup setup) =>
        await pages.ShowLiveAsync<BatchPage>(context, withForms: !setup.ReadOnly, async () =>
            await details.ReadAsync(id, CancellationToken.None) is { } view
                ? new() { [nameof(BatchPage.View)] = view }
                : null) ?? NoBatch(id);

    static async Task<IResult> ResultsAsync(
        long id, [AsParameters] ResultParameters asked, HttpContext context, LedgerViews views, ResultViews results,
        PageRenderer pages, CancellationToken token)
    {
        var query = asked.ToQuery();
        if (await views.BatchAsync(id, token) is not { } batch ||
            await results.PageAsync(id, query, ResultsPage.Rows, token) is not { } page)
        {
            return NoBatch(id);
        }

        return pages.Show<ResultsPage>(context, 200, withForms: false, new()
        {
            [nameof(ResultsPage.Batch)] = batch,
            [nameof(ResultsPage.Page)] = page,
            [nameof(ResultsPage.Query)] = query,
        });
    }

    static async Task<IResult> RejectsAsync(
        long id, long? after, HttpContext context, LedgerViews views, PageRenderer pages, CancellationToken token)
    {
        if (await views.BatchAsync(id, token) is not { } batch ||
            await views.RejectsAsync(id, after ?? 0, RejectsPage.Rows, token) is not { } page)
        {
            return NoBatch(id);
        }

        return pages.Show<RejectsPage>(context, 200, withForms: false, new()
        {
            [nameof(RejectsPage.Batch)] = batch,
            [nameof(RejectsPage.Page)] = page,
            [nameof(RejectsPage.IsFirst)] = after is null or 0,
        });
    }

    internal static IResult NoBatch(long id) => new Message(404, "No such batch", $"There is no batch {id}.");

    /// <summary>Says why something is not shown or done: a page for people, JSON for programs.</summary>
    internal static Task ShowAsync(HttpContext context, int status, string title, string message)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
            return ApiEndpoints.Problem(status, $"{title}. {message}").ExecuteAsync(context);

        var pages = context.RequestServices.GetRequiredService<PageRenderer>();
        return pages.Show<MessagePage>(context, status, withForms: false, new()
        {
            [nameof(MessagePage.Title)] = title,
            [nameof(MessagePage.Message)] = message,
        }).ExecuteAsync(context);
    }

    sealed class Message(int status, string title, string message) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => ShowAsync(httpContext, status, title, message);
    }
}

using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BatchRunner.Runner.Dashboard;

/// <summary>What the pages show, as JSON under <c>/api</c>.</summary>
static class ApiEndpoints
{
    const int UsualRows = 100;

    internal static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/batches", async (long? before, int? limit, LedgerViews views, CancellationToken token) =>
            Answer(await views.BatchesAsync(before, Limit(limit), token), DashboardJson.Default.BatchListView));
        api.MapGet("/batches/{id:long}", async (long id, BatchDetails details, CancellationToken token) =>
            Answer(await details.ReadAsync(id, token), DashboardJson.Default.BatchDetailView, id));
        api.MapGet("/batches/{id:long}/results",
            async (long id, [AsParameters] ResultParameters asked, int? limit, ResultViews views,
                    CancellationToken token) =>
                Answer(await views.PageAsync(id, asked.ToQuery(), Limit(limit), token),
                    DashboardJson.Default.ResultPageView, id));
        api.MapGet("/batches/{id:long}/rejects",
            async (long id, long? after, int? limit, LedgerViews views, CancellationToken token) =>
                Answer(await views.RejectsAsync(id, after ?? 0, Limit(limit), token),
                    DashboardJson.Default.RejectPageView, id));
        api.MapGet("/runners", async (LedgerViews views, CancellationToken token) =>
            Answer(await views.RunnersAsync(token), DashboardJson.Default.RunnersView));
        api.MapGet("/failures", async (FailureViews views, CancellationToken token) =>
            Answer(await views.AllAsync(token), DashboardJson.Default.FailuresView));
        api.MapGet("/throughput", (LedgerViews views) =>
            Answer(views.Throughput(), DashboardJson.Default.ThroughputView));
        api.MapFallback("{*path}", (HttpContext context) =>
            Problem(404, $"There is no {context.Request.Path} in this API."));
    }

    internal static IResult Problem(int status, string error) =>
        Results.Json(new(status, error), DashboardJson.Default.ProblemView, statusCode: status);

    static IResult Answer<T>(T value, JsonTypeInfo<T> type) where T : class => Results.Json(value, type);

    static IResult Answer<T>(T? value, JsonTypeInfo<T> type, long batchId) where T : class =>
        value is null ? Problem(404, $"There is no batch {batchId}.") : Results.Json(value, type);

    static int Limit(int? limit) => Math.Clamp(limit ?? UsualRows, 1, ResultViews.MostRows);
}

using BatchRunner.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BatchRunner.Runner.Dashboard;

/// <summary><c>/alive</c> (this process answers) and <c>/health</c> (the ledger answers, and work gets on).</summary>
static class HealthChecks
{
    internal static void AddDashboardHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<LedgerCheck>("ledger").AddCheck<ProgressCheck>("progress");

    internal static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health", new() { ResponseWriter = WriteAsync });
        routes.MapHealthChecks("/alive", new() { Predicate = _ => false, ResponseWriter = WriteAsync });
    }

    static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new HealthView(
                report.Status.ToString(),
                // Monitors may ask without the access token; then they learn the state and nothing else.
                AccessGate.IsOpenTo(context)
                    ? report.Entries.ToDictionary(e => e.Key, e => $"{e.Value.Status}: {e.Value.Description}")
                    : []),
            DashboardJson.Default.HealthView,
            cancellationToken: context.RequestAborted);

    sealed class LedgerCheck(Ledger ledger) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken token)
        {
            try
            {
                await ledger.Summaries.NewestAsync(long.MaxValue, 1, token);
                return HealthCheckResult.Healthy("the ledger answers");
            }
            catch (LedgerException e)
            {
                return HealthCheckResult.Unhealthy(e.Message);
            }
        }
    }

    sealed class ProgressCheck(Throughput throughput, DashboardSetup setup) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken token) =>
            Task.FromResult(throughput.Stalled switch
            {
                null => HealthCheckResult.Healthy("no work waits"),
                { } since when since >= setup.StallAfter => HealthCheckResult.Degraded(
                    $"work waits, and nothing has been committed for {Wording.Span(since)}"),
                _ => HealthCheckResult.Healthy("work gets on"),
            });
    }
}

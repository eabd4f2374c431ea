using BatchRunner.Runner.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace BatchRunner.Runner.Dashboard;

/// <summary><c>/metrics</c> in Prometheus text, and the same by OTLP where an endpoint is configured.</summary>
static class LedgerMetrics
{
    const string Path = "/metrics";

    internal static void AddLedgerMetrics(this IServiceCollection services, DashboardSetup setup)
    {
        services.AddSingleton<LedgerMeter>();
        services.AddHostedService<MetricsSampler>();
        services.AddSingleton<MeterProvider>(provider =>
        {
            // The meter must be there before the provider that listens to it.
            provider.GetRequiredService<LedgerMeter>();
            var metrics = Sdk.CreateMeterProviderBuilder()
                .ConfigureResource(resource => resource.AddService("batchrunner", serviceVersion: Participant.Version))
                .AddMeter(LedgerMeter.Name)
                .AddPrometheusExporter(options => options.ScopeInfoEnabled = false);
            if (setup.OtlpEndpoint.Length > 0)
            {
                metrics.AddOtlpExporter(options =>
                {
                    options.Endpoint = new(setup.OtlpEndpoint);
                    options.Protocol = OtlpExportProtocol.Grpc;
                });
            }
            return metrics.Build();
        });
    }

    internal static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint(
            Path, routes.ServiceProvider.GetRequiredService<MeterProvider>(),
            configureBranchedPipeline: null, optionsName: null);
}

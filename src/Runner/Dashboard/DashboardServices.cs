using BatchRunner.Jobs.Planning;
using BatchRunner.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Dashboard;

/// <summary>What the dashboard consists of, and the order its guards stand in.</summary>
static class DashboardServices
{
    internal static void AddDashboard(
        this WebApplicationBuilder builder, Ledger ledger, TimeProvider time, DashboardSetup setup)
    {
        var services = builder.Services;
        services.AddSingleton(ledger).AddSingleton(time).AddSingleton(setup);
        services.AddSingleton<Throughput>().AddSingleton<EtaScore>().AddSingleton<BatchFiles>().AddSingleton<LedgerViews>();
        services.AddSingleton<ResultViews>().AddSingleton<FailureViews>();
        services.AddSingleton<BatchDrawings>().AddSingleton<BatchDetails>();
        services.AddSingleton<PageRenderer>();
        services.AddSingleton(provider => new DashboardPages(
            ledger, provider.GetRequiredService<LedgerViews>(), provider.GetRequiredService<BatchDetails>(),
            provider.GetRequiredService<PageRenderer>(), setup, time));
        setup.Guest?.AddServices(services);
        services.AddSingleton(new EtaBoard(ledger, setup.Budget, setup.Lease));
        services.AddHostedService<ThroughputSampler>();
        services.AddLedgerMetrics(setup);
        services.AddDashboardHealth();
        services.AddRoutingCore();
        services.AddAccessGate();
        services.AddRateLimiter(SignIn.Limit);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "batchrunner-antiforgery";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.FormFieldName = FormFields.Token;
            options.HeaderName = FormFields.TokenHeader;
        });
        // No key is ever written to disk: after a restart people sign in again, and open pages fetch new tokens.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.Configure<HostFilteringOptions>(options =>
        {
            options.AllowedHosts = [.. setup.Hosts()];
            options.AllowEmptyHosts = false;
            options.IncludeFailureMessage = false;
        });
        // Requests are not worth a line each, and a cookie from before a restart is no error.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical)
            .AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.Critical);
    }

    internal static void UseDashboard(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseProxyHeaders();
        app.UseHostFiltering();
        app.UseExceptionHandler(failed => failed.Run(DashboardFailure.ShowAsync));
        app.UseRouting();
        app.UseAccessGate();
        app.UseChangeGate();
        app.UseRateLimiter();
        app.Services.GetRequiredService<DashboardSetup>().Guest?.Map(app);
        app.MapAssets();
        app.MapHealth();
        app.MapMetrics();
        app.MapApi();
        app.MapPages();
        app.MapActions();
        app.MapDownloads();
        app.MapSubmission();
        app.MapSignIn();
    }
}

using BatchRunner.Hangfire.Tickets;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Storage;
using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Hangfire.Pages;

/// <summary>Hangfire's dashboard as a guest of ours, with our batches among its pages.</summary>
sealed class HangfireDashboard(JobStorage storage, Ledger ledger, bool readOnly) : IDashboardGuest
{
    internal const string Root = "/hangfire";

    /// <summary>Its pages set widths in their markup and draw an empty icon; nothing foreign loads and nothing inline runs.</summary>
    const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public void AddServices(IServiceCollection services)
    {
        services.AddHangfire((provider, configuration) =>
        {
            HangfireLog.Use(provider.GetRequiredService<ILoggerFactory>());
            configuration.UseStorage(storage).UseJobDetailsRenderer(10, job => TicketDetails.Render(job, ledger));
        });
    }

    public void Map(WebApplication app)
    {
        GlobalJobFilters.Filters.Remove<AutomaticRetryAttribute>();
        BatchRoutes.Add(
            app.Services.GetRequiredService<IGlobalConfiguration>(), app.Services.GetRequiredService<DashboardPages>(), ledger);
        app.Use((context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments(Root, out var rest)) return next(context);

            // Pages of ours that Hangfire's dashboard does not show are where they always are.
            if (IsElsewhere(rest))
            {
                context.Response.Redirect($"{context.Request.PathBase}{rest}{context.Request.QueryString}");
                return Task.CompletedTask;
            }
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return next(context);
        });
        app.MapHangfireDashboard(Root, new DashboardOptions
        {
            Authorization = [new AccessFilter()],
            AppPath = "/",
            DashboardTitle = "BatchRunner on Hangfire",
            DisplayNameFunc = (_, job) => TicketName.Of(job, ledger),
            DisplayStorageConnectionString = false,
            IsReadOnlyFunc = _ => readOnly,
        }, storage);
    }

    static bool IsElsewhere(PathString path) =>
        path == "/runners" || path == "/failures" || path == "/settings" || BatchRoutes.IsBelowBatch(path);

    /// <summary>Its pages ask for their counters by a POST.</summary>
    public bool IsRead(HttpRequest request) => request.Path == Root + "/stats";
}

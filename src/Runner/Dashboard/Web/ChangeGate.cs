using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// One gate for everything that is not a plain read, whatever its path: read-only mode refuses it, and without the
/// antiforgery token of a page of ours it is refused too.
/// </summary>
static class ChangeGate
{
    internal static void UseChangeGate(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var services = context.RequestServices;
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
        }
        else if (services.GetRequiredService<DashboardSetup>().ReadOnly && !IsSession(context.Request.Path))
        {
            await PageEndpoints.ShowAsync(context, 403, "Read only",
                "This dashboard shows everything and changes nothing (Dashboard:ReadOnly). Use the command line.");
        }
        else if (!await services.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            await PageEndpoints.ShowAsync(context, 400, "Nothing was changed",
                "The request did not come from a page of this dashboard, or the page is older than the service. " +
                "Go back, reload the page and try again.");
        }
        else
        {
            await next(context);
        }
    });

    // Signing in and out changes no batch.
    static bool IsSession(PathString path) => path == AccessGate.SignInPath || path == AccessGate.SignOutPath;
}

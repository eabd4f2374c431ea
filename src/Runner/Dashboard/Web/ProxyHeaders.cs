using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// Behind a proxy on this machine the forwarded headers count: who really asks, by which scheme, under which prefix.
/// From anybody else they are ignored. Without an access token only this machine is answered, so a proxy that brings
/// callers from elsewhere does not open the dashboard by accident.
/// </summary>
static class ProxyHeaders
{
    internal static void UseProxyHeaders(this IApplicationBuilder app)
    {
        app.UseForwardedHeaders(new()
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto |
                ForwardedHeaders.XForwardedPrefix,
        });
        app.Use((context, next) =>
        {
            var setup = context.RequestServices.GetRequiredService<DashboardSetup>();
            var address = context.Connection.RemoteIpAddress;
            if (setup.AccessToken.Length > 0 || address is null || IPAddress.IsLoopback(address)) return next(context);

            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync(
                "This dashboard answers its own machine only. Set Dashboard:AccessToken to let others in.\n",
                context.RequestAborted);
        });
    }
}

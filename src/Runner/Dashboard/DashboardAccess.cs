using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The dashboard's own rule for whoever asks a guest of it.</summary>
public static class DashboardAccess
{
    /// <summary>True of a caller on this machine when no access token is set, and of one who presented the token.</summary>
    public static bool IsAllowed(HttpContext context)
    {
        var setup = context.RequestServices.GetRequiredService<DashboardSetup>();
        return setup.AccessToken.Length > 0
            ? AccessGate.IsOpenTo(context)
            : context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
    }
}

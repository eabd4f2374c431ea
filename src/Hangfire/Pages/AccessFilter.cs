using BatchRunner.Runner.Dashboard;
using Hangfire.Dashboard;

namespace BatchRunner.Hangfire.Pages;

/// <summary>Whoever may see our dashboard may see Hangfire's: this machine, or the access token.</summary>
sealed class AccessFilter : IDashboardAuthorizationFilter
{
    public bool Authorize(DashboardContext context) => DashboardAccess.IsAllowed(context.GetHttpContext());
}

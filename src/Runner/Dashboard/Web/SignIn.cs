using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The sign-in form: the token comes in a form body, never in an address, and is written nowhere.</summary>
static partial class SignIn
{
    const string LimitName = "sign-in";
    const int TriesAMinute = 10;

    internal static void Limit(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.AddPolicy(LimitName, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = TriesAMinute, Window = TimeSpan.FromMinutes(1) }));
        options.OnRejected = (rejected, _) => new(PageEndpoints.ShowAsync(rejected.HttpContext,
            StatusCodes.Status429TooManyRequests, "Too many tries", "Wait a minute, then try again."));
    }

    internal static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(AccessGate.SignInPath, (string? next, HttpContext context, PageRenderer pages) =>
            AccessGate.IsOpenTo(context)
                ? Results.LocalRedirect(Local(next))
                : Form(context, pages, Local(next), isWrong: false));
        routes.MapPost(AccessGate.SignInPath, SignInAsync).RequireRateLimiting(LimitName);
        routes.MapPost(AccessGate.SignOutPath, async (HttpContext context) =>
        {
            await AccessGate.SignOutAsync(context);
            ActionEndpoints.SeeOther(context, AccessGate.SignInPath);
        });
    }

    static async Task<IResult> SignInAsync(
        HttpContext context, DashboardSetup setup, PageRenderer pages, ILogger<DashboardHost> logger,
        CancellationToken token)
    {
        var form = await context.Request.ReadFormAsync(token);
        var next = Local(form["next"]);
        if (!AccessGate.IsToken(setup, form["access"].ToString()))
        {
            LogRefused(logger, context.Connection.RemoteIpAddress);
            return Form(context, pages, next, isWrong: true);
        }

        await AccessGate.SignInAsync(context);
        ActionEndpoints.SeeOther(context, next);
        return Results.Empty;
    }

    static IResult Form(HttpContext context, PageRenderer pages, string next, bool isWrong) =>
        pages.Show<SignInPage>(context, isWrong ? 401 : 200, withForms: true, new()
        {
            [nameof(SignInPage.Next)] = next,
            [nameof(SignInPage.IsWrong)] = isWrong,
        });

    // Only a path on this service: whoever sends a link must not decide where a fresh session ends up.
    static string Local(string? next) =>
        next is ['/', ..] and not ['/', '/', ..] && !next.Contains('\\', StringComparison.Ordinal) ? next : "/";

    [LoggerMessage(3603, LogLevel.Warning, "A sign-in to the dashboard from {Address} was refused")]
    static partial void LogRefused(ILogger logger, System.Net.IPAddress? address);
}

using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// With an access token, nothing but the sign-in page, its assets and the bare health status is shown to a caller who
/// has not presented it: people sign in and get a cookie, programs send it as a bearer.
/// </summary>
static class AccessGate
{
    internal const string SignInPath = "/login";
    internal const string SignOutPath = "/logout";
    const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    const string Bearer = "Bearer ";

    internal static void AddAccessGate(this IServiceCollection services) =>
        services.AddAuthentication(Scheme).AddCookie(options =>
        {
            options.Cookie.Name = "batchrunner-session";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = TimeSpan.FromHours(12);
            options.SlidingExpiration = true;
        });

    internal static void UseAccessGate(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.Use((context, next) =>
        {
            if (IsOpenTo(context) || IsForEverybody(context.Request.Path)) return next(context);
            if (context.Request.Path.StartsWithSegments("/api"))
            {
                context.Response.Headers.WWWAuthenticate = Bearer.TrimEnd();
                return ApiEndpoints.Problem(401, "Send the access token as 'Authorization: Bearer ...'.")
                    .ExecuteAsync(context);
            }

            var request = context.Request;
            var wanted = HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString : "/";
            context.Response.Redirect($"{context.Request.PathBase}{SignInPath}?next={Uri.EscapeDataString(wanted)}");
            return Task.CompletedTask;
        });
    }

    /// <summary>True when the caller may see everything.</summary>
    internal static bool IsOpenTo(HttpContext context)
    {
        var setup = context.RequestServices.GetRequiredService<DashboardSetup>();
        return setup.AccessToken.Length == 0 || context.User.Identity is { IsAuthenticated: true } ||
               context.Request.Headers.Authorization.ToString() is var sent &&
               sent.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && IsToken(setup, sent[Bearer.Length..]);
    }

    static bool IsForEverybody(PathString path) =>
        path == SignInPath || path.StartsWithSegments(DashboardAssets.Path) || path == "/health" || path == "/alive";

    /// <summary>Compares digests: neither the length nor the first wrong character shows in the time.</summary>
    internal static bool IsToken(DashboardSetup setup, string presented) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(presented)),
            SHA256.HashData(Encoding.UTF8.GetBytes(setup.AccessToken)));

    internal static Task SignInAsync(HttpContext context) =>
        context.SignInAsync(Scheme, new(new ClaimsIdentity([new(ClaimTypes.Name, "operator")], Scheme)));

    internal static Task SignOutAsync(HttpContext context) => context.SignOutAsync(Scheme);
}

using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// One gate for everything that is not a plain read, whatever its path: read-only mode refuses it, and without the
/// antiforgery token of a page of ours it is refused too.
/// </summary>
static class ChangeGate
{
    /// <summary>A token takes a few hundred characters.</summary>
    const int MostTokenBytes = 4_096;

    internal static void UseChangeGate(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var services = context.RequestServices;
        var setup = services.GetRequiredService<DashboardSetup>();
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ||
            setup.Guest?.IsRead(context.Request) is true)
        {
            await next(context);
            return;
        }
        if (setup.ReadOnly && !IsSession(context.Request.Path))
        {
            await PageEndpoints.ShowAsync(context, 403, "Read only",
                "This dashboard shows everything and changes nothing (Dashboard:ReadOnly). Use the command line.");
            return;
        }
        await ReadUploadTokenAsync(context);
        if (!await services.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            await PageEndpoints.ShowAsync(context, 400, "Nothing was changed",
                "The request did not come from a page of this dashboard, or the page is older than the service. " +
                "Go back, reload the page and try again.");
            return;
        }
        await next(context);
        // Nobody is shown the state from before.
        services.GetRequiredService<LedgerViews>().Forget();
        services.GetRequiredService<PageRenderer>().Forget();
    });

    /// <summary>
    /// A form with a file is never read as a whole: its first field, the token, is read here, the rest by whoever takes
    /// the file.
    /// </summary>
    static async Task ReadUploadTokenAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) ||
            type.MediaType != "multipart/form-data" ||
            HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            return;
        }

        // A number file may be of any size; it is copied to disk and never held.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        var reader = new MultipartReader(boundary, context.Request.Body);
        context.Features.Set(reader);
        // Without a header the antiforgery service would read the form itself.
        context.Request.Headers[FormFields.TokenHeader] = "none";
        if (await reader.ReadNextSectionAsync(context.RequestAborted) is not { } first ||
            first.GetContentDispositionHeader()?.Name != FormFields.Token)
        {
            return;
        }

        var token = new byte[MostTokenBytes];
        var length = await first.Body.ReadAtLeastAsync(token, token.Length, false, context.RequestAborted);
        context.Request.Headers[FormFields.TokenHeader] = Encoding.ASCII.GetString(token.AsSpan(0, length));
    }

    // Signing in and out changes no batch.
    static bool IsSession(PathString path) => path == AccessGate.SignInPath || path == AccessGate.SignOutPath;
}

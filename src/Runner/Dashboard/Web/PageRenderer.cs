using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Renders a page into a string and the string into a response.</summary>
sealed class PageRenderer(
    IServiceProvider services, ILoggerFactory logs, IAntiforgery antiforgery, TimeProvider time, DashboardSetup setup)
{
    /// <summary>The page's script sends this to get only what is inside <c>main</c>.</summary>
    internal const string FragmentHeader = "X-Fragment";

    /// <param name="withForms">The page holds forms, and each needs the antiforgery token.</param>
    /// <param name="parameters">Those of the page, without its frame.</param>
    internal IResult Show<TPage>(
        HttpContext context, int status, bool withForms, Dictionary<string, object?> parameters)
        where TPage : IComponent =>
        new Page(this, status, frame => RenderAsync<TPage>(frame, parameters), withForms);

    internal async Task<string> RenderAsync<TPage>(Frame frame, Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        var all = new Dictionary<string, object?>(parameters) { ["Frame"] = frame };
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(all))).ToHtmlString());
    }

    Frame FrameFor(HttpContext context, bool withForms)
    {
        var isSignedIn = context.User.Identity is { IsAuthenticated: true };
        var isFragment = context.Request.Headers.ContainsKey(FragmentHeader);
        var tokens = withForms || isSignedIn && !isFragment ? antiforgery.GetAndStoreTokens(context) : null;
        return new()
        {
            Root = context.Request.PathBase,
            Now = time.GetUtcNow(),
            IsFragment = isFragment,
            IsSignedIn = isSignedIn,
            ReadOnly = setup.ReadOnly,
            FormToken = tokens is null ? null : (tokens.FormFieldName, tokens.RequestToken!),
            Notice = ActionNotice.Text(context.Request.Query["did"]),
            Inbox = setup.Inbox,
        };
    }

    sealed class Page(
        PageRenderer renderer, int status, Func<Frame, Task<string>> render, bool withForms) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var frame = renderer.FrameFor(httpContext, withForms);
            var html = await render(frame);
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            await httpContext.Response.WriteAsync(html, httpContext.RequestAborted);
        }
    }
}

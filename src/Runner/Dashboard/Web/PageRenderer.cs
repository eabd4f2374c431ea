using System.Text;
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
    /// <summary>Names the process in every fragment: a page of another process has tokens that are worth nothing.</summary>
    internal const string InstanceHeader = "X-Instance";

    readonly string _instance = Guid.NewGuid().ToString("N");
    readonly SharedFragments _fragments = new(time);

    /// <summary>The page's script sends this to get only what is inside <c>main</c>.</summary>
    internal const string FragmentHeader = "X-Fragment";

    /// <summary>After a change nobody is shown what was rendered before it.</summary>
    internal void Forget() => _fragments.Forget();

    /// <summary>
    /// A page many keep open: what their scripts ask for at about the same time is read and rendered once.
    /// </summary>
    /// <param name="read">The parameters of the page; null when there is nothing of the kind.</param>
    /// <param name="withForms">The page holds forms, and each needs the antiforgery token.</param>
    internal async Task<IResult?> ShowLiveAsync<TPage>(
        HttpContext context, bool withForms, Func<Task<Dictionary<string, object?>?>> read)
        where TPage : IComponent
    {
        if (!IsFragment(context))
            return await read() is { } parameters ? Show<TPage>(context, 200, withForms, parameters) : null;

        var html = await _fragments.GetAsync(
            $"{context.Request.PathBase}{context.Request.Path}{context.Request.QueryString}",
            async () => await read() is { } parameters
                ? Encoding.UTF8.GetBytes(await RenderAsync<TPage>(FrameFor(context, withForms: false), parameters))
                : [],
            context.RequestAborted);
        if (html.Length == 0) return null;

        context.Response.Headers[InstanceHeader] = _instance;
        return Results.Bytes(html, "text/html; charset=utf-8");
    }

    static bool IsFragment(HttpContext context) => context.Request.Headers.ContainsKey(FragmentHeader);

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
        var isFragment = IsFragment(context);
        // The script keeps the token a page came with: fragments are shared by many readers.
        var tokens = (withForms || isSignedIn) && !isFragment ? antiforgery.GetAndStoreTokens(context) : null;
        return new()
        {
            Root = context.Request.PathBase,
            Now = time.GetUtcNow(),
            IsFragment = isFragment,
            IsSignedIn = isSignedIn,
            ReadOnly = setup.ReadOnly,
            TakesFiles = !setup.ReadOnly && setup.Submission is not null,
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

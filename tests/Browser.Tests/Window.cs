using Microsoft.Playwright;

namespace BatchRunner.Browser.Tests;

/// <summary>
/// A browser window that watches itself: a script error, a breach of the security policy, a dialog nobody opened or a
/// request to anybody else fails the test that used it.
/// </summary>
sealed class Window : IAsyncDisposable
{
    readonly IBrowserContext _context;
    readonly List<string> _complaints = [];
    bool _isTrusted = true;

    Window(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    internal static async Task<Window> OpenAsync(IBrowserContext context, Uri service)
    {
        context.SetDefaultTimeout(60_000);
        var window = new Window(context, await context.NewPageAsync());
        window.Page.Console += (_, message) =>
        {
            // An answer of 4xx is one of the things the tests ask for.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                window._complaints.Add(message.Text);
        };
        window.Page.PageError += (_, error) => window._complaints.Add(error);
        window.Page.Dialog += (_, dialog) =>
        {
            window._complaints.Add($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        window.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(service.ToString(), StringComparison.Ordinal))
                window._complaints.Add($"asked for {request.Url}");
        };
        return window;
    }

    /// <summary>This test leads the window elsewhere itself.</summary>
    internal void Wander() => _isTrusted = false;

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        if (_isTrusted) Assert.Empty(_complaints);
    }
}

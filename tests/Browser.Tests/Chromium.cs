using BatchRunner.Tests;
using Microsoft.Playwright;

namespace BatchRunner.Browser.Tests;

/// <summary>The machine's own chromium, driven for all tests; installed where Debian's is missing.</summary>
public sealed class Chromium : IAsyncLifetime
{
    IPlaywright? _playwright;
    IBrowser? _chromium;

    public async Task InitializeAsync()
    {
        var program = await FindOrInstallAsync();
        _playwright = await Playwright.CreateAsync();
        // An upper limit for what is compiled on the first visit; the library's own is five seconds.
        Assertions.SetDefaultExpectTimeout(60_000);
        _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] });
    }

    /// <summary>A fresh browser window; whatever it asks for, it may ask only of the service.</summary>
    internal async Task<Window> OpenAsync(Service service, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = service.Url.ToString();
        return await Window.OpenAsync(await _chromium!.NewContextAsync(options), service.Url);
    }

    static async Task<string> FindOrInstallAsync()
    {
        if (Find() is { } found) return found;

        if (DebianPackages.MayInstall) await DebianPackages.InstallAsync("chromium");
        return Find() ?? throw new InvalidOperationException(
            "There is no chromium, and 'apt-get install chromium' brought none. Install it, or name it in CHROMIUM.");
    }

    static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named) return named;

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return (from name in (string[])["chromium", "chromium-browser", "google-chrome"]
                from folder in folders
                let path = Path.Combine(folder, name)
                where File.Exists(path)
                select path).FirstOrDefault();
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null) await _chromium.DisposeAsync();
        _playwright?.Dispose();
    }
}

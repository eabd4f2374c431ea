using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace BatchRunner.Browser.Tests;

/// <summary>
/// Every page, in light and dark and on a phone: axe-core finds nothing to complain of, and nothing is wider than the
/// screen. <c>BATCHRUNNER_SCREENSHOTS=FOLDER</c> keeps a picture of each.
/// </summary>
[Collection(OneBrowser.Name)]
public sealed class AppearanceTests(Chromium chromium)
{
    static readonly string? Pictures = Environment.GetEnvironmentVariable("BATCHRUNNER_SCREENSHOTS");

    static readonly (string Name, string Path)[] Pages =
    [
        ("overview", "/"), ("batch", "/batches/2"), ("finished", "/batches/1"), ("results", "/batches/1/results"),
        ("filtered", "/batches/1/results?status=unfactored&line=1&to=5000"), ("rejects", "/batches/1/rejects"),
        ("failures", "/failures"), ("runners", "/runners"), ("settings", "/settings"), ("missing", "/nowhere"),
        ("refused", "/batches/1/results/download?format=xls"),
    ];

    [Fact]
    public async Task Axe_finds_nothing_to_complain_of_on_any_page()
    {
        await using var service = await Service.StartAsync("Factoring:BudgetSeconds=20");
        await FillAsync(service);

        List<string> complaints = [];
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            foreach (var width in (int[])[1120, 390])
            {
                await using var window = await chromium.OpenAsync(service, new()
                {
                    ColorScheme = scheme,
                    ViewportSize = new() { Width = width, Height = 820 },
                    ReducedMotion = ReducedMotion.Reduce,
                });
                foreach (var (name, path) in Pages)
                    complaints.AddRange(await LookAsync(window.Page, name, path, $"{scheme}-{width}".ToLowerInvariant()));
            }
        }
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Axe_finds_nothing_to_complain_of_before_one_is_let_in()
    {
        await using var service = await Service.StartAsync("Dashboard:AccessToken=correct-horse-battery");

        List<string> complaints = [];
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var window = await chromium.OpenAsync(service, new() { ColorScheme = scheme });
            complaints.AddRange(await LookAsync(window.Page, "login", "/login", scheme.ToString().ToLowerInvariant()));
        }
        Assert.Empty(complaints);
    }

    static async Task<IEnumerable<string>> LookAsync(IPage page, string name, string path, string how)
    {
        await page.GotoAsync(path);
        if (Pictures is not null)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}-{how}.png"), FullPage = true });
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}-{how}-top.png") });
        }

        // Evaluated by the debugger and not as a script of the page, whose policy would not have it.
        await page.EvaluateAsync(new BundledAxeScriptProvider().GetScript() + ";0");
        var found = await page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
              .flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 200)} ${n.failureSummary}`))
              .concat(document.documentElement.scrollWidth > innerWidth ? ["wider than the screen"] : [])
            """);
        Assert.True(await page.EvaluateAsync<bool>("() => axe.version.length > 0"));
        return found.EnumerateArray().Select(complaint => $"{path} {how}: {complaint}");
    }

    /// <summary>A finished batch with everything that can go wrong, and one that is being worked.</summary>
    static async Task FillAsync(Service service)
    {
        var ledger = await service.LedgerAsync();
        var random = new Random(20120116);
        await DropAsync(service, "july.txt",
            string.Join('\n', Enumerable.Range(0, 4_000).Select(_ => random.NextInt64())) +
            "\n=1+1\n-7\n3.5\n12 34\n0x1F\n1,000\n<script>alert(1)</script>\n");
        await UntilAsync(async () => (await ledger.Summaries.FindAsync(1, CancellationToken.None))?.FinishedAt is not null);
        await DropAsync(service, "semiprimes <august>.txt",
            string.Concat(Enumerable.Range(0, 200_000).Select(_ => $"{random.NextInt64()}{random.NextInt64(1 << 30)}1\n")));
        await UntilAsync(async () => (await ledger.Summaries.FindAsync(2, CancellationToken.None))?.Done > 1_000);
    }

    static async Task DropAsync(Service service, string name, string text)
    {
        var inbox = Path.Combine(service.DataFolder, "inbox");
        var whole = service.File("being-written", text);
        await UntilAsync(() => Task.FromResult(Directory.Exists(inbox)));
        File.Move(whole, Path.Combine(inbox, name));
    }

    static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
    }
}

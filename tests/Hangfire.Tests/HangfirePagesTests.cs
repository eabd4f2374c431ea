using System.Net;
using System.Text.RegularExpressions;
using BatchRunner.Runner.Tests.Campaigns;
using Xunit.Abstractions;

namespace BatchRunner.Hangfire.Tests;

/// <summary>Hangfire's dashboard as a browser gets it from a running service.</summary>
[Collection(CampaignCollection.Name)]
public sealed partial class HangfirePagesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Hangfires_pages_tell_of_batches_and_lead_from_tickets_to_chunks_and_back()
    {
        await using var site = await Site.CreateAsync(output, null, "Factoring:BudgetSeconds=0.05", "Chunks:TargetSeconds=10");
        var serve = site.Start("serve");
        using var browser = await BrowseAsync(site, serve);
        var batch = await site.DropAndTakeAsync("july.txt", [.. site.Numbers.Unsplittable(4_000), "no number"]);
        await site.UntilAsync("chunks at work", Campaign.Limit, async () =>
            (await site.Ledger.Chunks.RunningAsync(CancellationToken.None)).Count > 0);

        var home = await browser.GetStringAsync("/hangfire");
        var batches = await browser.GetStringAsync("/hangfire/batches");
        var page = await browser.GetStringAsync($"/hangfire/batches/{batch}");

        Assert.Contains("href=\"/hangfire/batches\"", home, StringComparison.Ordinal);
        Assert.Contains("Numbers/s", home, StringComparison.Ordinal);
        Assert.Contains($"href=\"/hangfire/batches/{batch}\"", batches, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", batches + page, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Folders.Data, home + batches, StringComparison.Ordinal);
        var (chunk, ticket) = TicketLink.Match(page) is { Success: true } m
            ? (m.Groups["chunk"].Value, m.Groups["job"].Value)
            : throw new InvalidOperationException("The page names no ticket: " + page[page.IndexOf("Tickets", StringComparison.Ordinal)..]);
        Assert.Matches($@"july\.txt chunk {chunk} \([0-9,]+ numbers?\)", page);
        var details = await browser.GetStringAsync($"/hangfire/jobs/details/{ticket}");
        Assert.Contains($"/hangfire/batches/{batch}?chunk={chunk}#chunk-{chunk}", details, StringComparison.Ordinal);
        Assert.Contains($"july.txt chunk {chunk} (", details, StringComparison.Ordinal);
        // The year 1, which the storage says of what is not finished.
        Assert.DoesNotContain("-62135596800", details, StringComparison.Ordinal);
        var told = await browser.GetStringAsync($"/hangfire/batches/{batch}?chunk={chunk}");
        Assert.Contains($"<h3 id=\"chunk-{chunk}\">Chunk {chunk}</h3>", told, StringComparison.Ordinal);
        // A page that stands in our own dashboard only.
        using var results = await browser.GetAsync($"/hangfire/batches/{batch}/results?status=unfactored");
        Assert.Equal($"/batches/{batch}/results?status=unfactored", results.Headers.Location?.ToString());
        await site.StopAsync(serve);
    }

    [Fact]
    public async Task Counters_are_read_and_nothing_is_changed_without_a_token_of_the_page()
    {
        await using var site = await Site.CreateAsync(output, null);
        var serve = site.Start("serve");
        using var browser = await BrowseAsync(site, serve);
        var home = await browser.GetStringAsync("/hangfire");

        using var forged = await browser.PostAsync("/hangfire/jobs/failed/requeue", Form());
        using var stats = new HttpRequestMessage(HttpMethod.Post, "/hangfire/stats") { Content = Form() };
        stats.Headers.Add(CsrfHeader.Match(home).Groups["value"].Value, CsrfToken.Match(home).Groups["value"].Value);
        using var counters = await browser.SendAsync(stats);

        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Equal(HttpStatusCode.OK, counters.StatusCode);
        Assert.Contains("batches:open", await counters.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await site.StopAsync(serve);

        static FormUrlEncodedContent Form() => new([new("metrics[]", "batches:open"), new("jobs[]", "1")]);
    }

    [Fact]
    public async Task A_read_only_dashboard_refuses_changes_and_a_token_guards_every_page()
    {
        await using var site = await Site.CreateAsync(output, null, "Dashboard:ReadOnly=true", "Dashboard:AccessToken=secret-of-the-test");
        var serve = site.Start("serve");
        using var browser = await BrowseAsync(site, serve);

        using var stranger = await browser.GetAsync("/hangfire/batches");
        browser.DefaultRequestHeaders.Authorization = new("Bearer", "secret-of-the-test");
        using var guest = await browser.GetAsync("/hangfire/batches");
        using var change = await browser.PostAsync("/hangfire/jobs/failed/requeue", new FormUrlEncodedContent([new("jobs[]", "1")]));

        Assert.Equal(HttpStatusCode.Redirect, stranger.StatusCode);
        Assert.StartsWith("/login", stranger.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, guest.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, change.StatusCode);
        await site.StopAsync(serve);
    }

    internal static async Task<HttpClient> BrowseAsync(Site site, LoggedProcess serve)
    {
        await site.UntilAsync("the dashboard", Campaign.Limit, () => serve.Lines.Any(l => Address.IsMatch(l)));
        var address = serve.Lines.Select(l => Address.Match(l)).First(m => m.Success).Groups["url"].Value;
        return new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = new(address) };
    }

    [GeneratedRegex("Dashboard: (?<url>http://[^ ]+)")]
    static partial Regex Address { get; }

    [GeneratedRegex("<tr id=\"chunk-(?<chunk>[0-9]+)\">.*?/hangfire/jobs/details/(?<job>[0-9]+)\"")]
    static partial Regex TicketLink { get; }

    [GeneratedRegex("name=\"csrf-header\" content=\"(?<value>[^\"]+)\"")]
    static partial Regex CsrfHeader { get; }

    [GeneratedRegex("name=\"csrf-token\" content=\"(?<value>[^\"]+)\"")]
    static partial Regex CsrfToken { get; }
}

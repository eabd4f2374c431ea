using System.Net;
using System.Net.Http.Headers;
using BatchRunner.Runner.Dashboard;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using static BatchRunner.Runner.Tests.DashboardScene;

namespace BatchRunner.Runner.Tests;

public sealed class DashboardSecurityTests
{
    const string Token = "correct horse battery staple";

    [Theory]
    [InlineData("GET", "/", "127.0.0.1", 200)]
    [InlineData("GET", "/nowhere", "127.0.0.1", 404)]
    [InlineData("GET", "/api/batches/99", "127.0.0.1", 404)]
    [InlineData("GET", "/?before=soon", "127.0.0.1", 400)]
    [InlineData("GET", "/", "evil.example", 400)]
    [InlineData("POST", "/batches/1/pause", "127.0.0.1", 400)]
    [InlineData("DELETE", "/", "127.0.0.1", 400)]
    [InlineData("GET", "/alive", "127.0.0.1", 200)]
    [InlineData("GET", "/health", "127.0.0.1", 200)]
    public async Task Every_answer_carries_the_policy(string method, string path, string host, int status)
    {
        await using var scene = await StartAsync();
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Host = host;

        var answer = await scene.Browser.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        AssertGuarded(answer);
    }

    static void AssertGuarded(HttpResponseMessage answer)
    {
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_lost_ledger_is_told_and_the_answer_is_guarded_too()
    {
        await using var scene = await StartAsync();
        var elsewhere = scene.DataFolder + ".away";
        Directory.Move(scene.DataFolder, elsewhere);
        SqliteConnection.ClearAllPools();

        var page = await scene.Browser.GetAsync("/");
        var api = await scene.Browser.GetAsync("/api/batches");
        var health = await scene.Browser.GetAsync("/health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("ledger cannot be read", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        AssertGuarded(page);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, api.StatusCode);
        Assert.Equal("application/json", api.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Unhealthy", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await scene.Browser.GetAsync("/alive")).StatusCode);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("rebound.example", false)]
    [InlineData("127.0.0.1.example", false)]
    public async Task Only_names_of_this_machine_are_answered(string host, bool isAnswered)
    {
        await using var scene = await StartAsync();
        await scene.BatchAsync("july.txt", 1);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = $"{host}:{scene.Url.Port}";

        var answer = await scene.Browser.SendAsync(request);

        Assert.Equal(isAnswered ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(isAnswered, text.Contains("july.txt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_without_the_token_of_our_own_page_is_refused()
    {
        await using var scene = await StartAsync();
        var batch = await scene.BatchAsync("july.txt", 1);

        foreach (var action in new[] { "pause", "resume", "cancel", "retry", "priority" })
        {
            var forged = await scene.Browser.PostAsync($"/batches/{batch}/{action}",
                new FormUrlEncodedContent([new("priority", "high"), new("token", "guessed")]));
            Assert.Equal((action, HttpStatusCode.BadRequest), (action, forged.StatusCode));
        }

        var untouched = await scene.SummaryAsync(batch);
        Assert.Equal(("open", false, "normal"), (untouched.State, untouched.Paused, untouched.Priority));
    }

    [Fact]
    public async Task A_token_read_by_one_browser_is_worth_nothing_to_another()
    {
        await using var scene = await StartAsync();
        var batch = await scene.BatchAsync("july.txt", 1);
        await scene.PageAsync($"/batches/{batch}");
        foreach (Cookie cookie in scene.Cookies.GetAllCookies()) cookie.Expired = true;
        using var stranger = new HttpClient { BaseAddress = scene.Url };
        var page = await stranger.GetStringAsync($"/batches/{batch}");
        var token = WebUtility.HtmlDecode(page.Split("name=\"token\" value=\"")[1].Split('"')[0]);

        var answer = await scene.Browser.PostAsync(
            $"/batches/{batch}/cancel", new FormUrlEncodedContent([new("token", token)]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("open", (await scene.SummaryAsync(batch)).State);
    }

    [Fact]
    public async Task Read_only_shows_everything_and_changes_nothing()
    {
        await using var scene = await StartAsync(readOnly: true);
        var batch = await scene.BatchAsync("july.txt", 1);

        var answer = await scene.Browser.PostAsync($"/batches/{batch}/cancel", new FormUrlEncodedContent([]));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("open", (await scene.SummaryAsync(batch)).State);
        Assert.DoesNotContain("method=\"post\"", await scene.PageAsync($"/batches/{batch}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "")]
    [InlineData("http://192.0.2.1:5080", "")]
    [InlineData("http://*:5080", "")]
    [InlineData("ftp://127.0.0.1", "")]
    [InlineData("5080", Token)]
    public async Task An_address_that_others_can_reach_needs_a_token(string url, string token)
    {
        using var folder = new TempFolder();
        var ledger = await Storage.Ledger.OpenSqliteAsync(folder.Path, TimeProvider.System, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<DashboardException>(() => DashboardHost.StartAsync(
            ledger, TimeProvider.System, new() { Url = url, AccessToken = token, DataFolder = folder.Path },
            NullLoggerFactory.Instance, CancellationToken.None));

        Assert.Contains("Dashboard:Url", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("203.0.113.7", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1, 203.0.113.7", HttpStatusCode.Forbidden)]
    [InlineData("203.0.113.7, 127.0.0.1", HttpStatusCode.OK)]
    public async Task A_caller_a_proxy_brings_from_elsewhere_is_no_local_one(string callers, HttpStatusCode status)
    {
        await using var scene = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-For", callers);

        Assert.Equal(status, (await scene.Browser.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Under_the_prefix_of_a_proxy_every_address_of_a_page_has_it()
    {
        await using var scene = await StartAsync();
        var batch = await scene.BatchAsync("july.txt", 1);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/batches/{batch}");
        request.Headers.Add("X-Forwarded-Prefix", "/factoring");

        var page = await (await scene.Browser.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.Contains("href=\"/factoring/runners\"", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(href|src|action)=\"/(?!factoring/)", page);
    }

    [Fact]
    public async Task A_taken_port_is_told_with_the_setting_to_change()
    {
        await using var scene = await StartAsync();

        var refused = await Assert.ThrowsAsync<DashboardException>(() => DashboardHost.StartAsync(
            scene.Ledger, TimeProvider.System, new() { Url = scene.Url.ToString(), DataFolder = scene.DataFolder },
            NullLoggerFactory.Instance, CancellationToken.None));

        Assert.Contains("--set Dashboard:Url", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_access_token_nothing_is_shown()
    {
        await using var scene = await StartAsync(token: Token);
        var batch = await scene.BatchAsync("july.txt", 1);

        string[] paths = ["/", $"/batches/{batch}", "/runners", $"/batches/{batch}/files/done/x", "/nowhere"];
        foreach (var path in paths)
        {
            var page = await scene.Browser.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.Redirect), (path, page.StatusCode));
            Assert.Equal($"/login?next={Uri.EscapeDataString(path)}", page.Headers.Location!.OriginalString);
            AssertGuarded(page);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await scene.Browser.GetAsync("/api/batches")).StatusCode);
        Assert.Equal("""{"status":"Healthy","checks":{}}""", await scene.PageAsync("/health"));
    }

    [Fact]
    public async Task Signing_in_takes_the_token_once_and_leaves_it_nowhere()
    {
        await using var scene = await StartAsync(token: Token);
        var batch = await scene.BatchAsync("july.txt", 1);

        var wrong = await scene.PostAsync("/login", "/login", ("access", Token + "r"));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await scene.Browser.GetAsync("/")).StatusCode);

        var right = await scene.PostAsync("/login", "/login", ("access", Token), ("next", $"/batches/{batch}"));
        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
        Assert.Equal($"/batches/{batch}", right.Headers.Location!.OriginalString);
        var cookie = Assert.Single(
            right.Headers.GetValues("Set-Cookie"), c => c.StartsWith("batchrunner-session", StringComparison.Ordinal));
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("july.txt", await scene.PageAsync("/"), StringComparison.Ordinal);
        var paused = await scene.PostAsync($"/batches/{batch}", $"/batches/{batch}/pause");
        Assert.Equal(HttpStatusCode.SeeOther, paused.StatusCode);

        await scene.PostAsync("/", "/logout");
        Assert.Equal(HttpStatusCode.Redirect, (await scene.Browser.GetAsync("/")).StatusCode);
        Assert.Contains("was refused", scene.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", scene.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task A_fresh_session_never_ends_up_on_another_site(string next)
    {
        await using var scene = await StartAsync(token: Token);

        var answer = await scene.PostAsync("/login", "/login", ("access", Token), ("next", next));

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_program_sends_the_token_as_a_bearer()
    {
        await using var scene = await StartAsync(token: Token);
        using var program = new HttpClient { BaseAddress = scene.Url };

        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/batches")).StatusCode);
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token[..^1]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/batches")).StatusCode);
    }

    [Fact]
    public async Task Guessing_the_token_soon_has_to_wait()
    {
        await using var scene = await StartAsync(token: Token);

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
            answers.Add((await scene.PostAsync("/login", "/login", ("access", $"guess {i}"))).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }
}

using System.Net;
using System.Text.RegularExpressions;
using BatchRunner.Storage;
using static BatchRunner.Runner.Tests.DashboardScene;

namespace BatchRunner.Runner.Tests;

public sealed partial class DashboardPageTests
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Every_page_stands_alone_without_a_script_and_asks_nobody_else_for_anything()
    {
        await using var scene = await StartAsync();
        var batch = await scene.BatchAsync("july.txt", 2_500, new RejectRow(1, 1, "-7", "negative"));
        await scene.WorkAsync(chunks: 1);
        await scene.HoldAsync();

        foreach (var path in Paths(batch))
        {
            var page = await scene.PageAsync(path);

            Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
            Assert.Contains("<html lang=\"en\">", page, StringComparison.Ordinal);
            Assert.Single(Heading().Matches(page));
            Assert.DoesNotMatch("<meta[^>]+http-equiv", page);
            // Razor takes an @ inside a word for an address and prints it as it stands.
            Assert.DoesNotContain("@", page, StringComparison.Ordinal);
            // The policy forbids all of these: a browser would drop them without a word.
            Assert.DoesNotMatch("\\sstyle=", page);
            Assert.DoesNotMatch("\\son[a-z]+=", page);
            Assert.DoesNotMatch("<script(?! src=\"/assets/)", page);
            Assert.DoesNotMatch("(src|href|action)=\"(https?:|//)", page);
            foreach (Match asset in Asset().Matches(page))
            {
                var answer = await scene.Browser.GetAsync(WebUtility.HtmlDecode(asset.Groups[1].Value));
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.True(answer.Content.Headers.ContentLength > 100);
            }
        }
    }

    [Fact]
    public async Task What_comes_from_a_file_comes_out_encoded_on_every_page()
    {
        await using var scene = await StartAsync();
        var batch = await scene.BatchAsync(
            Markup, 1_500, new RejectRow(1, 1, "<img src=x onerror=alert(2)>", "no <b>digit</b>"));
        await scene.WorkAsync(chunks: 1);
        await scene.HoldAsync();

        foreach (var path in Paths(batch))
        {
            var page = await scene.PageAsync(path);

            Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>digit", page, StringComparison.Ordinal);
            Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        }
        Assert.Contains("&lt;img src=x", await scene.PageAsync($"/batches/{batch}"), StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x", await scene.PageAsync($"/batches/{batch}/rejects"), StringComparison.Ordinal);
    }

    static string[] Paths(long batch) =>
    [
        "/", $"/batches/{batch}", $"/batches/{batch}/results", $"/batches/{batch}/rejects", "/runners", "/failures",
    ];

    [Fact]
    public async Task An_empty_ledger_tells_where_to_drop_a_file()
    {
        await using var scene = await StartAsync();

        Assert.Contains("Drop a text file with one number", await scene.PageAsync("/"), StringComparison.Ordinal);
        Assert.Contains("No runner is alive", await scene.PageAsync("/runners"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_shows_its_fates_and_who_has_what_in_hand()
    {
        await using var scene = await StartAsync();
        var batch = await scene.BatchAsync("july.txt", 2_500);
        await scene.WorkAsync(chunks: 1, (rows, line) =>
            (line == 5 ? (Action<ResultRows, long>)Unfactored : Factored)(rows, line));
        var held = await scene.HoldAsync();

        var page = await scene.PageAsync($"/batches/{batch}");

        Assert.Contains(
            "aria-label=\"40 % of 2,500 numbers done: 999 factored, 1 unfactored, 0 quarantined, 1,500 waiting\"", page,
            StringComparison.Ordinal);
        Assert.Contains($"runner {held.RunnerId}</a>, worker 3", page, StringComparison.Ordinal);
        Assert.Contains("1,001 to 2,000", page, StringComparison.Ordinal);
        Assert.Contains("lines 1,001 to 2,000, started <time", await scene.PageAsync("/runners"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Going_on_line_by_line_shows_every_result_once_and_jumping_lands_on_the_line()
    {
        await using var scene = await StartAsync();
        var batch = await scene.BatchAsync("july.txt", 250, new RejectRow(1, 1, "x", "no digit"));
        await scene.WorkAsync();

        List<string> lines = [];
        string? path = $"/batches/{batch}/results";
        while (path is not null)
        {
            var page = await scene.PageAsync(path);
            lines.AddRange(ResultLine().Matches(page).Select(m => m.Groups[1].Value));
            path = Later().Match(page) is { Success: true } later ? WebUtility.HtmlDecode(later.Groups[1].Value) : null;
        }

        Assert.Equal(Enumerable.Range(2, 250).Select(i => $"{i}"), lines);
        var jumped = await scene.PageAsync($"/batches/{batch}/results?line=77");
        Assert.Equal("77", ResultLine().Match(jumped).Groups[1].Value);
    }

    [Fact]
    public async Task A_fragment_is_the_inside_of_the_page_and_nothing_around_it()
    {
        await using var scene = await StartAsync();
        await scene.BatchAsync("july.txt", 10);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Fragment", "1");

        var fragment = await (await scene.Browser.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.DoesNotContain("<html", fragment, StringComparison.Ordinal);
        Assert.DoesNotContain("<main", fragment, StringComparison.Ordinal);
        Assert.Contains("<h1>Batches</h1>", fragment, StringComparison.Ordinal);
        Assert.Contains("july.txt", fragment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_pauses_resumes_prioritizes_and_cancels_with_plain_forms()
    {
        await using var scene = await StartAsync();
        var batch = await scene.BatchAsync("july.txt", 10);
        var page = $"/batches/{batch}";

        var paused = await scene.PostAsync(page, $"{page}/pause");
        Assert.Equal(HttpStatusCode.SeeOther, paused.StatusCode);
        Assert.Equal($"{page}?did=paused", paused.Headers.Location!.OriginalString);
        Assert.True((await scene.SummaryAsync(batch)).Paused);
        Assert.Contains("Paused. Chunks", await scene.PageAsync($"{page}?did=paused"), StringComparison.Ordinal);

        await scene.PostAsync(page, $"{page}/resume");
        Assert.False((await scene.SummaryAsync(batch)).Paused);

        await scene.PostAsync(page, $"{page}/priority", ("priority", "high"));
        Assert.Equal("high", (await scene.SummaryAsync(batch)).Priority);
        var wrong = await scene.PostAsync(page, $"{page}/priority", ("priority", "urgent"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);

        await scene.PostAsync(page, $"{page}/cancel");
        Assert.Equal(BatchState.Cancelled, (await scene.SummaryAsync(batch)).State);
        Assert.DoesNotContain("<form", await scene.PageAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_opens_the_batch_and_a_late_action_says_that_nothing_happened()
    {
        await using var scene = await StartAsync();
        var batch = await scene.BatchAsync("july.txt", 10);
        await scene.WorkAsync(add: Unfactored);
        await scene.CompleteAsync();
        var page = $"/batches/{batch}";

        await scene.PostAsync(page, $"{page}/retry");
        Assert.Equal(BatchState.Open, (await scene.SummaryAsync(batch)).State);

        var late = await scene.PostAsync(page, $"{page}/retry");
        Assert.Equal($"{page}?did=nothing", late.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_finished_batch_offers_its_own_files_and_no_others()
    {
        await using var scene = await StartAsync();
        var batch = await scene.BatchAsync("july.txt", 10);
        await scene.WorkAsync();
        await scene.CompleteAsync();
        var done = Directory.CreateDirectory(Path.Combine(scene.DataFolder, "done")).FullName;
        await File.WriteAllTextAsync(Path.Combine(done, $"july.batch-{batch}.factors.txt"), "6: 2 3\n");
        await File.WriteAllTextAsync(Path.Combine(done, $"july.batch-{batch}1.factors.txt"), "of another batch");
        await File.WriteAllTextAsync(Path.Combine(scene.DataFolder, "secret.txt"), "secret");
        File.CreateSymbolicLink(
            Path.Combine(done, $"link.batch-{batch}.txt"), Path.Combine(scene.DataFolder, "secret.txt"));

        var page = await scene.PageAsync($"/batches/{batch}");

        var link = Assert.Single(FileLink().Matches(page)).Groups[1].Value;
        var file = await scene.Browser.GetAsync(link);
        Assert.Equal("6: 2 3\n", await file.Content.ReadAsStringAsync());
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        string[] others =
        [
            "..%2Fsecret.txt", "..%2F..%2Fsecret.txt", $"july.batch-{batch}1.factors.txt", $"link.batch-{batch}.txt",
        ];
        foreach (var name in others)
        {
            var other = await scene.Browser.GetAsync($"/batches/{batch}/files/done/{name}");
            Assert.Equal((name, HttpStatusCode.NotFound), (name, other.StatusCode));
        }
    }

    [Fact]
    public async Task However_many_batches_there_are_a_page_shows_a_page_of_them()
    {
        await using var scene = await StartAsync();
        for (var i = 0; i < 60; i++) await scene.BatchAsync($"file-{i}.txt", 1);

        var first = await scene.PageAsync("/");
        var older = await scene.PageAsync(WebUtility.HtmlDecode(Later().Match(first).Groups[1].Value));

        Assert.Equal(25 + 50, BatchKey().Count(first));
        Assert.Contains("and 10 more behind them", first, StringComparison.Ordinal);
        Assert.Equal(25, BatchKey().Count(older));
        Assert.Contains("file-34.txt", older, StringComparison.Ordinal);
        Assert.DoesNotContain("file-35.txt", older, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runner_that_is_gone_says_why()
    {
        await using var scene = await StartAsync();
        var runner = await scene.JoinAsync();
        await scene.Ledger.Runners.EndAsync(runner, "dead", "its <process> was gone", true, None);

        var page = await scene.PageAsync("/runners");

        Assert.Contains("its &lt;process&gt; was gone", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"chip dead\">dead</span>", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("<h1")]
    private static partial Regex Heading();

    [GeneratedRegex("(?:src|href)=\"(/assets/[^\"]+)\"")]
    private static partial Regex Asset();

    [GeneratedRegex("<th scope=\"row\" class=\"number\">([\\d,]+)</th>")]
    private static partial Regex ResultLine();

    [GeneratedRegex("href=\"([^\"]+)\" rel=\"next\"")]
    private static partial Regex Later();

    [GeneratedRegex("href=\"(/batches/[^\"]+/files/[^\"]+)\"")]
    private static partial Regex FileLink();

    [GeneratedRegex("data-key=")]
    private static partial Regex BatchKey();

    [Fact]
    public async Task Workers_are_asked_for_on_the_runners_page()
    {
        await using var scene = await StartAsync();
        await scene.BatchAsync("a.txt", 2_500);
        await scene.HoldAsync();

        await scene.PostAsync("/runners", "/runners/workers", ("workers", "3"));
        Assert.Contains("3 asked for", await scene.PageAsync("/runners"), StringComparison.Ordinal);

        var wrong = await scene.PostAsync("/runners", "/runners/workers", ("workers", "-1"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        await scene.PostAsync("/runners", "/runners/workers", ("workers", "0"));
        Assert.DoesNotContain("asked for", await scene.PageAsync("/runners"), StringComparison.Ordinal);
    }
}

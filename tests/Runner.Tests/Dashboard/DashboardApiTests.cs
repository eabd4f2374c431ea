using System.Net;
using System.Text;
using System.Text.Json;
using BatchRunner.Storage;
using static BatchRunner.Runner.Tests.DashboardScene;

namespace BatchRunner.Runner.Tests;

public sealed class DashboardApiTests
{
    const string Large = "340282366920938463463374607431768211457";

    [Fact]
    public async Task A_batch_is_the_same_in_the_list_and_alone()
    {
        await using var scene = await StartAsync();
        var id = await scene.BatchAsync(Markup, 1_500, new RejectRow(1, 3, "12 34", "two numbers"));
        await scene.WorkAsync(chunks: 1);
        var held = await scene.HoldAsync();

        var listed = Assert.Single((await scene.JsonAsync("/api/batches")).GetProperty("batches").EnumerateArray());
        var alone = await scene.JsonAsync($"/api/batches/{id}");

        Assert.Equal(Markup, listed.GetProperty("name").GetString());
        Assert.Equal("open", listed.GetProperty("state").GetString());
        Assert.Equal(1_000, listed.GetProperty("done").GetInt64());
        Assert.Equal(500, listed.GetProperty("waiting").GetInt64());
        Assert.Equal(listed.GetProperty("done").GetInt64(), alone.GetProperty("batch").GetProperty("done").GetInt64());
        var reject = Assert.Single(alone.GetProperty("firstRejects").EnumerateArray());
        Assert.Equal(3, reject.GetProperty("column").GetInt64());
        var work = Assert.Single(alone.GetProperty("running").EnumerateArray());
        Assert.Equal(held.ChunkId, work.GetProperty("chunkId").GetInt64());
        Assert.Equal(held.RunnerId, work.GetProperty("runnerId").GetInt64());
    }

    [Fact]
    public async Task Numbers_and_primes_are_strings_because_json_numbers_lose_digits()
    {
        await using var scene = await StartAsync();
        var id = await scene.BatchAsync("f7.txt", 2);
        await scene.WorkAsync(add: (rows, line) =>
        {
            if (line > 1)
            {
                Unfactored(rows, line);
                return;
            }
            rows.Add(1, Encoding.UTF8.GetBytes(Large), "[\"59649589127497217\",\"5704689200685129054721\"]"u8,
                ResultStatus.Factored, [], "rho"u8.ToArray(), 12);
        });

        var results = (await scene.JsonAsync($"/api/batches/{id}/results")).GetProperty("results");

        Assert.Equal(Large, results[0].GetProperty("number").GetString());
        Assert.Equal(["59649589127497217", "5704689200685129054721"],
            results[0].GetProperty("factors").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal(JsonValueKind.Null, results[0].GetProperty("cofactor").ValueKind);
        Assert.Equal("unfactored", results[1].GetProperty("status").GetString());
        Assert.Equal("2", results[1].GetProperty("cofactor").GetString());
    }

    [Fact]
    public async Task Following_next_visits_every_row_once_whatever_the_page_size()
    {
        await using var scene = await StartAsync();
        var rejects = Enumerable.Range(1, 7).Select(i => new RejectRow(i, 1, "x", "no digit")).ToArray();
        var id = await scene.BatchAsync("july.txt", 30, rejects);
        await scene.WorkAsync();

        foreach (var limit in new[] { 1, 7, 29, 30, 31 })
        {
            Assert.Equal(Enumerable.Range(8, 30), await FollowAsync(scene, id, "results", limit));
            Assert.Equal(Enumerable.Range(1, 7), await FollowAsync(scene, id, "rejects", limit));
        }
    }

    static async Task<List<int>> FollowAsync(DashboardScene scene, long batch, string rows, int limit)
    {
        List<int> lines = [];
        long? after = 0;
        while (after is not null)
        {
            var page = await scene.JsonAsync($"/api/batches/{batch}/{rows}?after={after}&limit={limit}");
            lines.AddRange(page.GetProperty(rows).EnumerateArray().Select(r => r.GetProperty("line").GetInt32()));
            after = page.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null;
        }
        return lines;
    }

    [Fact]
    public async Task No_request_gets_more_than_a_thousand_rows()
    {
        await using var scene = await StartAsync();
        var id = await scene.BatchAsync("july.txt", 1_200);
        await scene.WorkAsync();

        var page = await scene.JsonAsync($"/api/batches/{id}/results?limit=2000000000");

        Assert.Equal(1_000, page.GetProperty("results").GetArrayLength());
        Assert.Equal(1_000, page.GetProperty("next").GetInt64());
    }

    [Theory]
    [InlineData("/api/batches/99")]
    [InlineData("/api/batches/99/results")]
    [InlineData("/api/batches/99/rejects")]
    [InlineData("/api/nothing")]
    public async Task What_is_not_there_is_told_in_json(string path)
    {
        await using var scene = await StartAsync();

        var answer = await scene.Browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"status\":404", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_without_results_yet_is_an_empty_page_and_no_error()
    {
        await using var scene = await StartAsync();
        var id = await scene.BatchAsync("july.txt", 5);

        var page = await scene.JsonAsync($"/api/batches/{id}/results");

        Assert.Equal(0, page.GetProperty("results").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task Runners_tell_what_they_have_in_hand()
    {
        await using var scene = await StartAsync();
        var id = await scene.BatchAsync("july.txt", 5);
        var held = await scene.HoldAsync();

        var runners = (await scene.JsonAsync("/api/runners")).GetProperty("alive").EnumerateArray();

        var busy = Assert.Single(runners, r => r.GetProperty("work").GetArrayLength() > 0);
        Assert.Equal(held.RunnerId, busy.GetProperty("id").GetInt64());
        Assert.Equal(4711, busy.GetProperty("pid").GetInt32());
        var work = busy.GetProperty("work")[0];
        Assert.Equal(id, work.GetProperty("batchId").GetInt64());
        Assert.Equal("july.txt", work.GetProperty("batchName").GetString());
        Assert.Equal(3, work.GetProperty("worker").GetInt32());
    }

    [Fact]
    public async Task Work_that_waits_without_anything_committed_degrades_the_health()
    {
        await using var scene = await StartAsync(stallAfter: TimeSpan.Zero);
        Assert.Contains("no work waits", await scene.PageAsync("/health"), StringComparison.Ordinal);
        await scene.BatchAsync("july.txt", 5);

        await scene.UntilAsync("/health", text => text.Contains("\"status\":\"Degraded\"", StringComparison.Ordinal));
        await scene.WorkAsync();
        await scene.UntilAsync("/health", text => text.Contains("no work waits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Throughput_counts_what_is_committed_while_the_dashboard_looks()
    {
        await using var scene = await StartAsync();
        await scene.BatchAsync("july.txt", 5_000);
        // Said only after a look at the batch as it is now.
        await scene.UntilAsync("/health", text => text.Contains("work gets on", StringComparison.Ordinal));
        await scene.WorkAsync();

        var text = await scene.UntilAsync(
            "/api/throughput", text => !text.Contains("\"lastMinute\":0,", StringComparison.Ordinal));

        var throughput = JsonDocument.Parse(text).RootElement;
        Assert.Equal(60, throughput.GetProperty("points").GetArrayLength());
        Assert.True(throughput.GetProperty("lastMinute").GetDouble() > 0);
    }
}

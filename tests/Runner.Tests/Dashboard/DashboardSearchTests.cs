using System.Text.Json;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Storage;
using static BatchRunner.Runner.Tests.DashboardScene;

namespace BatchRunner.Runner.Tests;

public sealed class DashboardSearchTests
{
    [Fact]
    public async Task Results_are_found_by_number_status_method_and_lines_on_the_page_and_in_the_api()
    {
        await using var scene = await StartAsync();
        var id = await scene.BatchAsync("july.txt", 2_500, new RejectRow(1, 1, "x", "no digit"));
        await scene.WorkAsync(add: (rows, line) =>
            (line % 1_000 == 5 ? (Action<ResultRows, long>)Unfactored : Factored)(rows, line));

        Assert.Equal([1234], await LinesAsync(scene, id, "number=1234"));
        Assert.Equal([1234], await LinesAsync(scene, id, "number=%20%2B0001234%20"));
        Assert.Empty(await LinesAsync(scene, id, "number=123456"));
        Assert.Empty(await LinesAsync(scene, id, "number=12x"));
        Assert.Empty(await LinesAsync(scene, id, "number=1234&to=1000"));
        Assert.Equal([5, 1005, 2005], await LinesAsync(scene, id, "status=unfactored"));
        Assert.Equal([1005], await LinesAsync(scene, id, "status=unfactored&line=6&to=2004"));
        Assert.Equal([5, 1005, 2005], await LinesAsync(scene, id, "method=rho"));
        Assert.Equal([2499, 2500, 2501], await LinesAsync(scene, id, "line=2499&number=&status=&method=&to="));
        Assert.Contains("decimal digits alone", await scene.PageAsync($"/batches/{id}/results?number=12x"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filtered_page_leads_on_to_the_next_with_the_same_question()
    {
        await using var scene = await StartAsync();
        var id = await scene.BatchAsync("july.txt", 450);
        await scene.WorkAsync(add: (rows, line) =>
            (line % 3 == 0 ? (Action<ResultRows, long>)Unfactored : Factored)(rows, line));

        var first = await scene.PageAsync($"/batches/{id}/results?status=unfactored&line=4");

        Assert.Contains($"/batches/{id}/results?status=unfactored&amp;line=4&amp;after=303\" rel=\"next\"", first,
            StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(102, 49).Select(i => 3L * i),
            await LinesAsync(scene, id, "status=unfactored&line=4&after=303"));
    }

    [Fact]
    public async Task A_number_that_waits_is_found_in_its_line()
    {
        await using var scene = await StartAsync();
        var id = await scene.BatchAsync("july.txt", 2_500);
        await scene.WorkAsync(chunks: 1);

        var page = await scene.PageAsync($"/batches/{id}/results?number=1500&line=1001");
        Assert.Contains("Line 1,500 holds the number; it waits", page, StringComparison.Ordinal);
        var found = await scene.JsonAsync($"/api/batches/{id}/results?number=1500&line=1001");
        Assert.Equal(1500, Assert.Single(found.GetProperty("waiting").EnumerateArray()).GetInt64());
    }

    [Theory]
    [InlineData("7\n17\n7\n\n77\n7\n", "7", new[] { 10L, 12, 15 })]
    [InlineData("7\n7\n7\n", "7", new[] { 10L, 11, 12 })]
    [InlineData("17\n71\n", "7", new long[0])]
    public void A_number_is_found_in_whole_lines_only(string text, string digits, long[] lines)
    {
        var payload = new ChunkPayload { FirstLine = 10, EndLine = 99, Numbers = System.Text.Encoding.ASCII.GetBytes(text) };

        Assert.Equal(lines, NumberLines.Of(payload, digits));
    }

    [Fact]
    public async Task A_number_that_stands_in_the_file_more_often_than_a_page_holds_leads_on()
    {
        await using var scene = await StartAsync();
        var id = await scene.BatchAsync("july.txt", 30);
        await scene.WorkAsync();

        var first = await scene.JsonAsync($"/api/batches/{id}/results?limit=10");

        Assert.Equal(10, first.GetProperty("next").GetInt64());
        Assert.Equal(10, first.GetProperty("results").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("lookedUpTo").ValueKind);
    }

    // On a busy machine a search may have to be asked to look on.
    static async Task<List<long>> LinesAsync(DashboardScene scene, long id, string query)
    {
        List<long> lines = [];
        long? reached = 0;
        for (var after = ""; reached is not null; after = $"&after={reached}")
        {
            var page = await scene.JsonAsync($"/api/batches/{id}/results?{query}{after}");
            lines.AddRange(page.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("line").GetInt64()));
            reached = page.GetProperty("lookedUpTo") is { ValueKind: JsonValueKind.Number } up ? up.GetInt64() : null;
        }
        return lines;
    }
}

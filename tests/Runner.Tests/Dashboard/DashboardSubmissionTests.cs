using System.Net;
using System.Net.Http.Headers;
using BatchRunner.Storage;
using static BatchRunner.Runner.Tests.DashboardScene;

namespace BatchRunner.Runner.Tests;

public sealed class DashboardSubmissionTests
{
    [Fact]
    public async Task Downloads_hold_every_row_in_each_format_and_bear_the_name_of_the_file()
    {
        await using var scene = await StartAsync();
        var id = await scene.BatchAsync("july.txt", 2_500, new RejectRow(1, 1, "=1+1", "column 1: no digit"));
        await scene.WorkAsync();

        var csv = await scene.Browser.GetAsync($"/batches/{id}/results/download?format=csv");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"july.batch-{id}.factors.csv", csv.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Equal(2_501, (await csv.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n').Length);
        var text = await scene.PageAsync($"/batches/{id}/results/download");
        Assert.Contains("\n2500: 2500\n", text, StringComparison.Ordinal);
        Assert.Equal(
            2_500, (await scene.PageAsync($"/batches/{id}/results/download?format=jsonl")).TrimEnd('\n').Split('\n').Length);
        var rejects = await scene.PageAsync($"/batches/{id}/rejects/download?format=csv");
        Assert.Contains("'=1+1", rejects, StringComparison.Ordinal);

        var wrong = await scene.Browser.GetAsync($"/batches/{id}/results/download?format=xls");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var missing = await scene.Browser.GetAsync("/batches/99/results/download");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_file_with_a_wrong_token_or_none_gets_no_further_than_its_first_field()
    {
        await using var scene = await StartAsync();
        await scene.PageAsync("/");

        foreach (var token in (string?[])["guessed", null])
        {
            using var form = new MultipartFormDataContent();
            if (token is not null) form.Add(new StringContent(token), "token");
            var file = new ByteArrayContent(new byte[1 << 20]);
            file.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
            form.Add(file, "file", "forged.txt");

            var answer = await scene.Browser.PostAsync("/submit", form);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("did not come from a page", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Empty(await scene.Ledger.Summaries.NewestAsync(long.MaxValue, 1, CancellationToken.None));
    }

    [Fact]
    public async Task Fragments_carry_no_token_and_are_made_once_for_all_who_ask_at_the_same_time()
    {
        await using var scene = await StartAsync();
        var id = await scene.BatchAsync("july.txt", 10);

        var fragments = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => FragmentAsync(scene, $"/batches/{id}")));

        Assert.Single(fragments.Distinct());
        Assert.Contains("name=\"token\"", fragments[0], StringComparison.Ordinal);
        Assert.DoesNotMatch("name=\"token\" value=\"[^\"]", fragments[0]);

        // Whoever changes something sees it at once.
        await scene.PostAsync($"/batches/{id}", $"/batches/{id}/pause");
        Assert.Contains(">paused<", await FragmentAsync(scene, $"/batches/{id}"), StringComparison.Ordinal);
    }

    static async Task<string> FragmentAsync(DashboardScene scene, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Fragment", "1");
        return await (await scene.Browser.SendAsync(request)).Content.ReadAsStringAsync();
    }
}

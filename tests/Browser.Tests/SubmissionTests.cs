using Microsoft.Playwright;

namespace BatchRunner.Browser.Tests;

/// <summary>From a file in a reader's hand to its answers on the page.</summary>
[Collection(OneBrowser.Name)]
public sealed class SubmissionTests(Chromium chromium)
{
    const string Hostile = "<script>window.hacked=1<img src=x onerror=window.hacked=2>.txt";
    const string Numbers = "360\n=1+1\n1000000007\n<b>bold</b>\n18446744073709551617\n";

    [Fact]
    public async Task A_dropped_file_is_worked_before_the_readers_eyes_and_its_numbers_are_found()
    {
        await using var service = await Service.StartAsync();
        await using var window = await chromium.OpenAsync(service);
        var page = window.Page;
        await page.GotoAsync("/");

        await DropAsync(page, Hostile, Numbers);
        await page.WaitForURLAsync("**/batches/1**");
        // A page that reloads itself forgets this.
        await page.EvaluateAsync("window.stays = true");
        await Assertions.Expect(page.Locator(".title .chip")).ToHaveTextAsync("completed", new() { Timeout = 60_000 });

        Assert.True(await page.EvaluateAsync<bool>("window.stays === true"));
        await Assertions.Expect(page.Locator("h1 .name")).ToHaveTextAsync(Hostile);
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = new("100 % of 3 numbers done") }))
            .ToHaveCountAsync(1);
        var rejects = page.GetByRole(AriaRole.Region, new() { Name = "Table of rejected lines" });
        await Assertions.Expect(rejects).ToContainTextAsync("=1+1");
        await Assertions.Expect(rejects).ToContainTextAsync("<b>bold</b>");
        await Assertions.Expect(rejects).ToContainTextAsync("column 1");

        await page.GetByRole(AriaRole.Link, new() { Name = "Browse the results" }).ClickAsync();
        await page.GetByLabel("Number", new() { Exact = true }).FillAsync("18446744073709551617");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("table.results tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("table.results tbody tr")).ToContainTextAsync("274177");
        await page.GetByLabel("Number", new() { Exact = true }).FillAsync("8");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("No row of this batch is like that.")).ToBeVisibleAsync();

        Assert.True(await page.EvaluateAsync<bool>("window.hacked === undefined"));
    }

    [Fact]
    public async Task What_looks_like_a_formula_is_disarmed_in_the_csv_a_reader_downloads()
    {
        await using var service = await Service.StartAsync();
        await using var window = await chromium.OpenAsync(service);
        var page = window.Page;
        await page.GotoAsync("/");
        await DropAsync(page, "formula.txt", Numbers);
        await page.WaitForURLAsync("**/batches/1**");
        await Assertions.Expect(page.Locator(".title .chip")).ToHaveTextAsync("completed", new() { Timeout = 60_000 });

        await page.GotoAsync("/batches/1/rejects");
        var rejects = await DownloadAsync(page, "csv");
        Assert.Equal("formula.batch-1.rejects.csv", rejects.Name);
        Assert.Contains("'=1+1", rejects.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(",=1+1", rejects.Text, StringComparison.Ordinal);
        await page.GotoAsync("/batches/1/results");
        Assert.Contains("360: 2 2 2 3 3 5\n", (await DownloadAsync(page, "text")).Text, StringComparison.Ordinal);
        Assert.Contains("3,1000000007,1000000007,factored", (await DownloadAsync(page, "csv")).Text, StringComparison.Ordinal);
        Assert.Contains("\"number\":\"360\"", (await DownloadAsync(page, "jsonl")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_scripts_a_plain_form_takes_the_file_and_every_page_reads()
    {
        await using var service = await Service.StartAsync();
        await using var window = await chromium.OpenAsync(service, new() { JavaScriptEnabled = false });
        var page = window.Page;
        await page.GotoAsync("/");

        await page.GetByLabel("Number file").SetInputFilesAsync(service.File("plain.txt", Numbers));
        await page.Locator("#submit-priority").SelectOptionAsync("high");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();

        await Assertions.Expect(page.GetByText("The file is in")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("high");
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator(".batches")).ToContainTextAsync("plain.txt");

        // The same bytes again are the same batch.
        await page.GetByLabel("Number file").SetInputFilesAsync(service.File("again.txt", Numbers));
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The same bytes are this batch already")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("h1 .name")).ToHaveTextAsync("plain.txt");
    }

    static async Task<(string Name, string Text)> DownloadAsync(IPage page, string format)
    {
        var download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = format, Exact = true }).ClickAsync());
        return (download.SuggestedFilename, await File.ReadAllTextAsync(await download.PathAsync()));
    }

    /// <summary>What a browser does when a file from the desktop is let go over the page.</summary>
    static async Task DropAsync(IPage page, string name, string text) => await page.EvaluateAsync(
        """
        ([name, text]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([text], name, { type: "text/plain" }));
          for (const type of ["dragenter", "dragover", "drop"])
            document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        }
        """, new[] { name, text });
}

using Microsoft.Playwright;

namespace BatchRunner.Browser.Tests;

/// <summary>What readers do to running batches, with the keyboard alone.</summary>
[Collection(OneBrowser.Name)]
public sealed class SteeringTests(Chromium chromium)
{
    // The product of two primes of 45 digits: far longer work than any test.
    internal const string Hard =
        "335732562228926362718224775313332615010676064900028097745534321665552499345227741708996877";

    [Fact]
    public async Task A_running_batch_is_paused_resumed_and_cancelled_with_the_keyboard()
    {
        await using var service = await Service.StartAsync();
        await using var window = await chromium.OpenAsync(service);
        var page = window.Page;
        await page.GotoAsync("/");
        await page.GetByLabel("Number file").SetInputFilesAsync(service.File("hard.txt", Hard + "\n"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await page.WaitForURLAsync("**/batches/1**");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Chunks in hand" })).ToBeVisibleAsync();

        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Pause" }));
        await Assertions.Expect(page.Locator(".title .chip")).ToHaveTextAsync("paused");
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Resume" }));
        await Assertions.Expect(page.Locator(".title .chip")).ToHaveTextAsync("open");

        await PressAsync(page.Locator("#cancel summary"));
        await Assertions.Expect(page.GetByText("A cancelled batch cannot go on.")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator(".title .chip")).ToHaveTextAsync("cancelled");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "History of the batch" }))
            .ToContainTextAsync("cancelled");
        await page.GotoAsync("/runners");
        await Assertions.Expect(page.GetByText("0 of 1 worker busy")).ToBeVisibleAsync();
    }

    static async Task PressAsync(ILocator control)
    {
        await control.FocusAsync();
        await control.PressAsync("Enter");
    }
}

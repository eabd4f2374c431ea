using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Playwright;

namespace BatchRunner.Browser.Tests;

/// <summary>Who is let in, and who only thinks so.</summary>
[Collection(OneBrowser.Name)]
public sealed class AccessTests(Chromium chromium)
{
    const string Token = "correct-horse-battery";

    [Fact]
    public async Task Nobody_from_elsewhere_is_answered_without_a_token()
    {
        await using var service = await Service.StartAsync();
        using var http = new HttpClient { BaseAddress = service.Url };

        // Another machine does not even find the port open.
        foreach (var address in OwnAddresses())
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(address, service.Url.Port));
        }
        // A proxy on this machine that brings a caller from elsewhere says so.
        foreach (var caller in (string[])["203.0.113.7", "127.0.0.1, 203.0.113.7"])
        {
            using var forwarded = new HttpRequestMessage(HttpMethod.Get, "/");
            forwarded.Headers.Add("X-Forwarded-For", caller);
            var answer = await http.SendAsync(forwarded);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("Dashboard:AccessToken", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        await using var open = RunnerProcess.Start(
            service.DataFolder, null, "serve", "--set", "Dashboard:Url=http://0.0.0.0:0", "--data", "other");
        var refused = await open.EndAsync([]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("Dashboard:AccessToken", refused.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_on_another_site_changes_nothing()
    {
        await using var service = await Service.StartAsync();
        await using var window = await chromium.OpenAsync(service);
        window.Wander();
        var page = window.Page;
        await page.GotoAsync("/");
        await page.GetByLabel("Number file").SetInputFilesAsync(service.File("hard.txt", SteeringTests.Hard + "\n"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await page.WaitForURLAsync("**/batches/1**");

        // The reader is on another page in the same browser, with the cookies of the dashboard.
        await page.GotoAsync("about:blank");
        await page.SetContentAsync(
            $"""
             <form method="post" action="{service.Url}batches/1/cancel"><input name="token" value="guessed"><button>Win</button></form>
             """);
        await page.GetByRole(AriaRole.Button, new() { Name = "Win" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Nothing was changed");
        await page.GotoAsync($"{service.Url}batches/1");
        await Assertions.Expect(page.Locator(".title .chip")).ToHaveTextAsync("open");
        // Nor does a file get in.
        await page.SetContentAsync(
            $"""
             <form method="post" action="{service.Url}submit" enctype="multipart/form-data">
             <input name="token" value="guessed"><input name="file" type="file"><button>Win</button></form>
             """);
        await page.Locator("[type=file]").SetInputFilesAsync(service.File("forged.txt", "15\n"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Win" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Nothing was changed");
        Assert.Single(await (await service.LedgerAsync()).Summaries.NewestAsync(long.MaxValue, 9, CancellationToken.None));
    }

    [Fact]
    public async Task The_access_token_is_in_no_address_and_no_log_and_the_proxy_is_believed()
    {
        await using var service = await Service.StartAsync($"Dashboard:AccessToken={Token}");
        await using var window = await chromium.OpenAsync(service, new()
        {
            ExtraHTTPHeaders = new Dictionary<string, string> { ["X-Forwarded-For"] = "203.0.113.7" },
        });
        var page = window.Page;
        await page.GotoAsync("/failures");
        await page.GetByLabel("Access token").FillAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await page.GetByLabel("Access token").FillAsync(Token);
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/failures");
        Assert.DoesNotContain(Token, page.Url, StringComparison.Ordinal);
        await page.GotoAsync("/settings");
        await Assertions.Expect(page.GetByText("(secret)")).ToBeVisibleAsync();
        Assert.DoesNotContain(Token, await page.ContentAsync(), StringComparison.Ordinal);
        await service.SaidAsync("203.0.113.7 was refused");
        Assert.DoesNotContain(Token, service.Messages, StringComparison.Ordinal);
    }

    static IEnumerable<IPAddress> OwnAddresses() =>
        from card in NetworkInterface.GetAllNetworkInterfaces()
        where card.OperationalStatus == OperationalStatus.Up
        from address in card.GetIPProperties().UnicastAddresses
        where address.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address.Address)
        select address.Address;
}

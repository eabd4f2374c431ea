using System.Text.Json;

namespace BatchRunner.Runner.Tests;

/// <summary>The verbs that steer a batch nobody works on.</summary>
public sealed class SteeringVerbTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_batch_is_paused_resumed_and_cancelled()
    {
        _folder.File("waiting.txt", "6\n35\n");
        var submitted = await DoAsync("submit", "waiting.txt");
        Assert.True(submitted.ExitCode == 0, submitted.Messages);
        Assert.Equal("1", submitted.Output.Trim());

        var paused = await DoAsync("pause", "1");
        Assert.Equal("paused", await StateAsync());
        var pausedAgain = await DoAsync("pause", "waiting.txt");
        var resumed = await DoAsync("resume", "1");
        Assert.Equal("open", await StateAsync());
        var retried = await DoAsync("retry", "1");
        var soFar = await DoAsync("results", "1");
        var cancelled = await DoAsync("cancel", "1", "--json");
        var cancelledAgain = await DoAsync("cancel", "1");

        Assert.Equal("batchrunner: batch 1 (waiting.txt) is paused.\n", paused.Messages);
        Assert.Contains("is paused already", pausedAgain.Messages, StringComparison.Ordinal);
        Assert.Contains("goes on", resumed.Messages, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, retried.ExitCode);
        Assert.Contains("is still worked on", soFar.Messages, StringComparison.Ordinal);
        Assert.Empty(soFar.Output);
        Assert.Contains("\"did\": \"cancel\"", cancelled.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, cancelledAgain.ExitCode);
        Assert.Equal("cancelled", await StateAsync());
    }

    async Task<string> StateAsync()
    {
        using var json = JsonDocument.Parse((await DoAsync("status", "1", "--json")).Output);
        var state = json.RootElement.GetProperty("state").GetString()!;
        return json.RootElement.GetProperty("paused").GetBoolean() && state != "cancelled" ? "paused" : state;
    }

    async Task<RunnerResult> DoAsync(params string[] arguments)
    {
        await using var runner = RunnerProcess.Start(_folder.Path, null, arguments);
        return await runner.EndAsync([]);
    }
}

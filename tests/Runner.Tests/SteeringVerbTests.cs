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

    [Fact]
    public async Task A_priority_is_changed_until_the_batch_has_ended()
    {
        _folder.File("waiting.txt", "6\n35\n");
        await DoAsync("submit", "waiting.txt");

        var raised = await DoAsync("priority", "waiting.txt", "high");
        var again = await DoAsync("priority", "1", "high");
        var shown = await DoAsync("status", "1");
        await DoAsync("cancel", "1");
        var late = await DoAsync("priority", "1", "low");

        Assert.Equal("batchrunner: batch 1 (waiting.txt) has high priority now.\n", raised.Messages);
        Assert.Contains("has high priority already", again.Messages, StringComparison.Ordinal);
        Assert.Matches(@"priority\s+high", shown.Output);
        Assert.Equal(ExitCode.Usage, late.ExitCode);
        Assert.Contains("has ended already: it is cancelled", late.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_runs_there_are_no_workers_to_ask()
    {
        _folder.File("waiting.txt", "6\n35\n");
        await DoAsync("submit", "waiting.txt");

        var shown = await DoAsync("workers", "--json");
        var asked = await DoAsync("workers", "3");
        var one = await DoAsync("workers", "3", "--runner", "9");

        Assert.Equal((ExitCode.Success, "[]"), (shown.ExitCode, shown.Output.Trim()));
        Assert.Equal(ExitCode.NotFound, asked.ExitCode);
        Assert.Contains("--workers", asked.Messages, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, one.ExitCode);
        Assert.Contains("no living runner 9", one.Messages, StringComparison.Ordinal);
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

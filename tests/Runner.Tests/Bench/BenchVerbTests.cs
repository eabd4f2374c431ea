using System.Text.Json;
using System.Xml.Linq;

namespace BatchRunner.Runner.Tests.Bench;

/// <summary>The verb as a process, on few numbers.</summary>
public sealed class BenchVerbTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_small_experiment_measures_draws_and_reports_and_founds_no_setting()
    {
        const string settings = "{ /* mine */ \"BatchRunner\": { \"Lease\": { \"Seconds\": 20 } } }";
        _folder.File("appsettings.json", settings);
        _folder.File("README.md", "before\n<!-- bench-summary -->\n<!-- /bench-summary -->\nafter\n");

        var result = await BenchAsync(
            "--quick", "--seconds", "0.02", "--runs", "1", "--json", "--svg", "chart.svg", "--report", "README.md", "--write");

        Assert.True(result.ExitCode == ExitCode.Success, result.Messages);
        using var json = JsonDocument.Parse(result.Output);
        var kinds = json.RootElement.GetProperty("sets")[0].GetProperty("rows").EnumerateArray()
            .Select(row => row.GetProperty("kind").GetString()).Distinct();
        Assert.Equal(["serial", "threads", "processes", "queue"], kinds);
        Assert.Equal("svg", XDocument.Load(Path.Combine(_folder.Path, "chart.svg")).Root!.Name.LocalName);
        var report = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "README.md"));
        Assert.StartsWith("before\n", report, StringComparison.Ordinal);
        Assert.EndsWith("after\n", report, StringComparison.Ordinal);
        Assert.Contains("(chart.svg)", report, StringComparison.Ordinal);

        Assert.False(json.RootElement.GetProperty("recommendation").GetProperty("isFounded").GetBoolean());
        Assert.Equal(settings, await File.ReadAllTextAsync(Path.Combine(_folder.Path, "appsettings.json")));
        Assert.Contains("too small", result.Messages, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "data")), "The user's ledger was touched.");
    }

    [Fact]
    public async Task The_peers_answer_alike_on_a_file_of_ones_own_and_the_missing_are_named()
    {
        _folder.File("mine.txt", "# mine\n360\n\n18446744073709551617\nseven\n1000000007\n");

        var result = await BenchAsync("--peers", "--quick", "--runs", "1", "--file", "mine.txt", "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.Messages);
        using var json = JsonDocument.Parse(result.Output);
        var present = json.RootElement.GetProperty("peers").EnumerateArray()
            .Where(peer => peer.GetProperty("missing").ValueKind == JsonValueKind.Null)
            .Select(peer => peer.GetProperty("name").GetString()).ToList();
        var file = json.RootElement.GetProperty("files")[0];
        Assert.Equal(3, file.GetProperty("numbers").GetInt32());
        Assert.Equal(present, file.GetProperty("results").EnumerateArray().Select(entry => entry.GetProperty("peer").GetString()));
        Assert.True(present.Count >= 3, result.Output);
    }

    [Fact]
    public async Task Without_any_tool_the_peers_are_named_as_missing()
    {
        _folder.File("mine.txt", "360\n7\n");
        await using var runner = RunnerProcess.StartShell(_folder.Path,
            "mkdir bin && for tool in sh cat rm; do ln -s $(command -v $tool) bin/; done; PATH=$PWD/bin exec \"$RUNNER\" "
            + "bench --peers --quick --runs 1 --file mine.txt");

        var result = await runner.EndAsync([]);

        Assert.True(result.ExitCode == ExitCode.Success, result.Messages);
        string[] notes =
        [
            "factor is not installed (Debian: apt install coreutils)", "gp is not installed", "python3 is not installed",
        ];
        foreach (var note in notes) Assert.Contains(note, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_answers_wrongly_is_named_and_ends_the_contest()
    {
        _folder.File("mine.txt", "360\n");
        var liar = _folder.File("factor", """
            #!/bin/sh
            case "$1" in --version) echo "factor (GNU coreutils) 0" ;; *) echo "360: 2 180" ;; esac
            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(liar, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var runner = RunnerProcess.StartShell(_folder.Path,
            "PATH=$PWD:$PATH exec \"$RUNNER\" bench --peers --quick --runs 1 --file mine.txt");

        var result = await runner.EndAsync([]);

        Assert.Equal(ExitCode.VerificationFailed, result.ExitCode);
        Assert.Contains("GNU factor", result.Messages, StringComparison.Ordinal);
        Assert.Contains("'360: 2 180' and '360: 2 2 2 3 3 5'", result.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--runs must be 1 to 99", "--runs", "0")]
    [InlineData("--peers goes with", "--peers", "--write")]
    [InlineData("There is no file none.txt", "--file", "none.txt")]
    public async Task A_mistake_is_told_before_anything_is_measured(string complaint, params string[] arguments)
    {
        var result = await BenchAsync(arguments);

        Assert.NotEqual(ExitCode.Success, result.ExitCode);
        Assert.Contains(complaint, result.Messages, StringComparison.Ordinal);
    }

    async Task<RunnerResult> BenchAsync(params string[] arguments)
    {
        await using var runner = RunnerProcess.Start(_folder.Path, null, ["bench", .. arguments]);
        return await runner.EndAsync([]);
    }
}

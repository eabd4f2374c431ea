using System.Text.Json;

namespace BatchRunner.Runner.Tests;

public sealed class SettingsTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_command_line_overrules_the_environment_which_overrules_the_file()
    {
        _folder.File("appsettings.json",
            """{ "BatchRunner": { "Runners": { "Processes": 3, "WorkersPerProcess": 3 }, "Chunks": { "MaxNumbers": 333 } } }""");
        var environment = new Dictionary<string, string>
        {
            ["BATCHRUNNER__RUNNERS__PROCESSES"] = "4",
            ["BATCHRUNNER__Runners__WorkersPerProcess"] = "4",
        };

        var settings = await ConfigAsync(environment, "--processes", "5");

        Assert.Equal(("5", "--processes"), settings["Runners:Processes"]);
        Assert.Equal(("4", "environment BATCHRUNNER__Runners__WorkersPerProcess"), settings["Runners:WorkersPerProcess"]);
        Assert.Equal("333", settings["Chunks:MaxNumbers"].Value);
        Assert.EndsWith("appsettings.json", settings["Chunks:MaxNumbers"].Source, StringComparison.Ordinal);
        Assert.Equal(("15", "default"), settings["Lease:Seconds"]);
    }

    [Fact]
    public async Task Without_a_file_in_the_working_folder_the_one_beside_the_program_counts()
    {
        var settings = await ConfigAsync(null);

        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), settings["Lease:Seconds"].Source);
    }

    [Fact]
    public async Task The_shipped_file_holds_the_defaults()
    {
        var shipped = await ConfigAsync(null);
        _folder.File("appsettings.json", "{}");
        var defaults = await ConfigAsync(null);

        Assert.All(defaults.Values, setting => Assert.Equal("default", setting.Source));
        Assert.Equal(defaults.Select(s => (s.Key, s.Value.Value)), shipped.Select(s => (s.Key, s.Value.Value)));
    }

    [Theory]
    [InlineData("Chunks:TargetSeconds=0.5", "Chunks:TargetSeconds", "0.5")]
    [InlineData("chunks:targetseconds=7", "Chunks:TargetSeconds", "7")]
    [InlineData("BatchRunner:Dashboard:ReadOnly=TRUE", "Dashboard:ReadOnly", "true")]
    [InlineData("DataFolder=a=b", "DataFolder", "a=b")]
    public async Task Any_setting_can_be_set_on_the_command_line(string assignment, string key, string value)
    {
        var settings = await ConfigAsync(null, "--set", assignment);

        Assert.Equal((value, "--set"), settings[key]);
    }

    [Theory]
    [InlineData("Runers:Processes=3", "BatchRunner:Runers:Processes", "did you mean Runners:Processes?")]
    [InlineData("Runners=3", "BatchRunner:Runners ", "such as Runners:Processes")]
    [InlineData("Runners:Processes=many", "\"many\"", "must be a whole number")]
    [InlineData("Runners:Processes=0", "\"0\"", "must be between 1 and 256")]
    [InlineData("Runners:Processes=1_0", "\"1_0\"", "must be a whole number")]
    [InlineData("Chunks:TargetSeconds=NaN", "\"NaN\"", "must be a number")]
    [InlineData("Chunks:TargetSeconds=1,5", "\"1,5\"", "must be a number, with a point")]
    [InlineData("Ledger:Provider=mysql", "\"mysql\"", "must be sqlite or postgres")]
    [InlineData("Ledger:Provider=postgres", "Ledger:ConnectionString", "set it")]
    [InlineData("DataFolder=", "BatchRunner:DataFolder", "must name a folder")]
    [InlineData("Dashboard:Url=here", "\"here\"", "http://127.0.0.1:5080")]
    [InlineData("Dashboard:ReadOnly=yes", "\"yes\"", "must be true or false")]
    public async Task A_wrong_setting_is_refused_with_its_name_and_the_remedy(string assignment, string culprit, string remedy)
    {
        var result = await RunnerProcess.RunAsync("config", "--set", assignment);

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(culprit, result.Messages, StringComparison.Ordinal);
        Assert.Contains(remedy, result.Messages, StringComparison.Ordinal);
        Assert.Single(result.Messages.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_wrong_variable_is_named_and_a_variable_of_another_kind_is_left_alone()
    {
        var wrong = await RunAsync(new Dictionary<string, string> { ["BATCHRUNNER__INBOX__FOLDR"] = "x" }, "config");
        var other = await RunAsync(new Dictionary<string, string> { ["BATCHRUNNER_FAILPOINT"] = "x" }, "config");

        Assert.Equal(ExitCode.Usage, wrong.ExitCode);
        Assert.Contains("environment BATCHRUNNER__INBOX__FOLDR", wrong.Messages, StringComparison.Ordinal);
        Assert.Contains("did you mean Inbox:Folder?", wrong.Messages, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, other.ExitCode);
    }

    [Theory]
    [InlineData("""{ "BatchRunner": { "Colour": "red" } }""", "BatchRunner:Colour is not a setting")]
    [InlineData("""{ "BatchRunner": { "Runners": { "Processes": "two" } } }""", "BatchRunner:Runners:Processes is \"two\"")]
    [InlineData("""{ "BatchRunner": { "Runners": { "Processes": null } } }""", "BatchRunner:Runners:Processes is \"null\"")]
    [InlineData("""{ "BatchRunner": { "DataFolder": "a", "datafolder": "b" } }""", "BatchRunner:DataFolder stands twice")]
    [InlineData("{ \"BatchRunner\": {\n \"DataFolder\": \"a\"\n \"Lease\": {} } }", "appsettings.json, line 3: not valid JSON")]
    [InlineData("[]", "the file must hold an object")]
    public async Task A_wrong_file_is_named_with_what_is_wrong_in_it(string text, string complaint)
    {
        var path = _folder.File("appsettings.json", text);

        var result = await RunAsync(null, "config");

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(complaint, result.Messages, StringComparison.Ordinal);
        Assert.Contains(path, result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sections_of_others_and_comments_in_the_file_are_left_alone()
    {
        _folder.File("appsettings.json", """
            {
              // ours
              "Logging": { "LogLevel": { "Default": "Warning" } },
              "batchrunner": { "DataFolder": "elsewhere", },
            }
            """);

        var settings = await ConfigAsync(null);

        Assert.Equal("elsewhere", settings["DataFolder"].Value);
    }

    [Fact]
    public async Task Secrets_are_never_printed()
    {
        var environment = new Dictionary<string, string>
        {
            ["BATCHRUNNER__LEDGER__CONNECTIONSTRING"] = "hunter2",
            ["BATCHRUNNER__DASHBOARD__ACCESSTOKEN"] = "hunter2",
        };

        var table = await RunAsync(environment, "config");
        var json = await RunAsync(environment, "config", "--json");

        Assert.DoesNotContain("hunter2", table.Output + table.Messages + json.Output + json.Messages, StringComparison.Ordinal);
        Assert.Equal(2, json.Output.Split("(secret)").Length - 1);
    }

    async Task<RunnerResult> RunAsync(Dictionary<string, string>? environment, params string[] arguments)
    {
        await using var runner = RunnerProcess.Start(_folder.Path, environment, arguments);
        return await runner.EndAsync([]);
    }

    async Task<Dictionary<string, (string Value, string Source)>> ConfigAsync(
        Dictionary<string, string>? environment, params string[] arguments)
    {
        var result = await RunAsync(environment, ["config", "--json", .. arguments]);
        Assert.True(result.ExitCode == 0, result.Messages);

        using var json = JsonDocument.Parse(result.Output);
        return json.RootElement.GetProperty("settings").EnumerateArray().ToDictionary(
            s => s.GetProperty("key").GetString()!,
            s => (s.GetProperty("value").GetString()!, s.GetProperty("source").GetString()!));
    }
}

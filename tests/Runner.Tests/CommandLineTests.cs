namespace BatchRunner.Runner.Tests;

public sealed class CommandLineTests
{
    public static TheoryData<string> Verbs =>
        [
            "serve", "work", "run", "submit", "status", "results", "rejects", "retry", "cancel", "pause", "resume",
            "priority", "workers", "verify", "factor", "bench", "doctor", "config", "backup", "restore", "prune",
            "migrate-ledger",
        ];

    [Theory, MemberData(nameof(Verbs))]
    public async Task Every_verb_explains_itself_with_examples_and_the_common_options(string verb)
    {
        var result = await RunnerProcess.RunAsync(verb, "--help");

        Assert.Equal(ExitCode.Success, result.ExitCode);
        Assert.Contains($"batchrunner {verb}", result.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", result.Output, StringComparison.Ordinal);
        Assert.All(["--data", "--processes", "--workers", "--set", "--json", "--verbosity"],
            option => Assert.Contains(option, result.Output, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Verbs))]
    public async Task The_overview_names_every_verb(string verb)
    {
        var result = await RunnerProcess.RunAsync("--help");

        Assert.Contains(result.Lines, line => line.StartsWith($"  {verb}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("'submitt' is no verb. Did you mean submit?", "submitt")]
    [InlineData("Did you mean --processes?", "config", "--procesess", "3")]
    [InlineData("See 'batchrunner config --help'", "config", "--set", "x")]
    [InlineData("it must be quiet, normal, detailed or debug", "config", "--verbosity", "loud")]
    [InlineData("Required argument missing", "submit")]
    [InlineData("--name needs a single FILE", "submit", "--name", "x", "a", "b")]
    [InlineData("'5000' not recognized", "submit", "a", "--priority", "5000")]
    [InlineData("'urgent' not recognized", "priority", "17", "urgent")]
    [InlineData("5000 workers: it must be between 0 and 1024", "workers", "5000")]
    [InlineData("--budget -1: it must be between 0 and", "retry", "17", "--budget=-1")]
    [InlineData("'extra' is no option or argument here", "serve", "extra")]
    [InlineData("'--dmo' is no option or argument here. Did you mean --demo?", "--dmo")]
    public async Task A_mistake_is_answered_by_one_line_with_a_hint(string complaint, params string[] arguments)
    {
        var result = await RunnerProcess.RunAsync(arguments);

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(complaint, result.Messages, StringComparison.Ordinal);
        Assert.Single(result.Messages.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task The_version_is_a_version()
    {
        var result = await RunnerProcess.RunAsync("--version");

        Assert.Equal(ExitCode.Success, result.ExitCode);
        Assert.True(Version.TryParse(result.Output, out _), result.Output);
    }

    [Fact]
    public async Task A_word_after_an_at_sign_is_not_read_as_a_file_of_arguments()
    {
        var result = await RunnerProcess.RunAsync("factor", "@numbers", "--verbosity", "quiet");

        Assert.Contains("'@numbers' is not a non-negative integer", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_hold_no_colour_codes_when_a_program_reads_them()
    {
        var result = await RunnerProcess.RunAsync("config");

        Assert.DoesNotContain('\e', result.Output);
    }
}

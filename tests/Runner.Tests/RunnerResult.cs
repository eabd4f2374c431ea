namespace BatchRunner.Runner.Tests;

/// <summary>What a finished process of the program left behind.</summary>
public sealed record RunnerResult(int ExitCode, string Output, string Messages)
{
    /// <summary>The lines of the output without the empty one after the last line end.</summary>
    public string[] Lines => Output.TrimEnd('\n').Split('\n');
}

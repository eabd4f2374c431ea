using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BatchRunner.Runner.Commands;

/// <summary>The parser's own help, then the examples of the verb.</summary>
sealed class HelpWithExamples(HelpAction help, IReadOnlyList<string> rootExamples) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        var exitCode = help.Invoke(parseResult);

        // The help names the file that was started, which differs from what users type.
        output.Write(text.ToString().TrimEnd()
            .Replace(RootCommand.ExecutableName, CommandLine.ProgramName, StringComparison.Ordinal));
        output.WriteLine();
        var verb = parseResult.CommandResult.Command as Verb;
        if (verb is { Details.Length: > 0 }) output.WriteLine($"{Environment.NewLine}{verb.Details}");
        output.WriteLine($"{Environment.NewLine}Examples:");
        foreach (var example in verb?.Examples ?? rootExamples) output.WriteLine($"  {example}");
        return exitCode;
    }
}

using System.CommandLine;

namespace BatchRunner.Runner.Commands;

/// <summary>One verb of the command line, with the examples that its help shows.</summary>
sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;

    /// <summary>What the help adds to the description, in sentences.</summary>
    public string Details { get; init; } = "";

    /// <summary>What the verb does; it returns an <see cref="ExitCode"/>.</summary>
    public Verb Does(Func<ParseResult, CancellationToken, Task<int>> action)
    {
        SetAction(action);
        return this;
    }
}

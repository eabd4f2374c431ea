using System.CommandLine;

namespace BatchRunner.Runner.Commands;

/// <summary><c>submit</c>: files into the queue, nothing more.</summary>
static class SubmitCommand
{
    static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Number files, plain or .gz; - is the input",
        Arity = ArgumentArity.OneOrMore,
    };

    static readonly Option<string?> Named = new("--name")
    {
        Description = "Name of the batch; only with one FILE",
        HelpName = "NAME",
    };

    static readonly Option<string> Priority = new("--priority")
    {
        Description = "A batch of higher priority goes first",
        HelpName = "high|normal|low",
        DefaultValueFactory = _ => "normal",
    };

    static readonly Option<bool> Wait = new("--wait")
    {
        Description = "Return when the batches are finished",
    };

    static readonly Option<bool> Again = new("--again")
    {
        Description = "Run bytes again that an earlier batch had",
    };

    static SubmitCommand() => Priority.AcceptOnlyFromAmong(BatchPriority.Names);

    public static Verb Create()
    {
        var verb = new Verb("submit", "Queues the files and prints the batch ids",
            "batchrunner submit numbers.txt",
            "seq 1 1000000 | batchrunner submit - --name first-million --priority high --wait")
        {
            Files,
            Named,
            Priority,
            Wait,
            Again,
        };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(Named) is not null && result.GetValue(Files) is { Length: > 1 } files)
                result.AddError($"--name needs a single FILE, not {files.Length}.");
        });
        return verb.Does((parse, token) =>
            Composition.SubmitAsync(new(parse.Settings(), parse.Talk()), Request(parse), token));
    }

    static SubmitRequest Request(ParseResult parse) => new(parse.GetValue(Files)!, parse.GetValue(Named),
        BatchPriority.Rank(parse.GetRequiredValue(Priority)), parse.GetValue(Wait), parse.GetValue(Again), parse.WantsJson());
}

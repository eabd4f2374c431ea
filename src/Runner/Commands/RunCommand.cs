using System.CommandLine;
using BatchRunner.Runner.Hosting;

namespace BatchRunner.Runner.Commands;

/// <summary><c>run</c>: files through the queue and out, in one call.</summary>
static class RunCommand
{
    static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Number files, plain or .gz",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Verb Create(IEdition edition) => new Verb("run",
        "Queues the files, works them with runner processes of its own, shows progress and exits",
        "batchrunner run numbers.txt",
        "batchrunner run a.txt b.txt.gz --processes 4 --json")
    {
        Arguments = { Files },
        Details = "Started again after a kill it goes on where it was. Exit code 1 when lines were rejected, left\n"
            + "unfactored or quarantined.",
    }.Does((parse, token) => Composition.RunAsync(
        new(parse.Settings(), parse.Talk()), edition, parse.GetValue(Files)!, parse.WantsJson(), token));
}

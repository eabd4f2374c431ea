using System.CommandLine;
using BatchRunner.Runner.Hosting;

namespace BatchRunner.Runner.Commands;

/// <summary><c>serve</c>: inbox, runner processes and dashboard until Ctrl-C.</summary>
static class ServeCommand
{
    static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Also drop a shipped sample into the inbox",
    };

    public static Verb Create(IEdition edition) => new Verb("serve",
        "Watches the inbox, starts and supervises the runner processes and serves the dashboard, until Ctrl-C",
        "batchrunner serve --demo",
        "batchrunner --data /srv/batchrunner --processes 4")
    {
        Demo,
    }.Does((parse, token) =>
        Composition.ServeAsync(new(parse.Settings(), parse.Talk()), edition, parse.GetValue(Demo), token));
}

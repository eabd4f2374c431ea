using BatchRunner.Runner.Hosting;

namespace BatchRunner.Runner.Commands;

/// <summary><c>work</c>: one more runner process on the same ledger.</summary>
static class WorkCommand
{
    public static Verb Create(IEdition edition) => new Verb("work",
            "One more runner process on the same ledger; on any machine when the ledger is PostgreSQL",
            "batchrunner work --data /srv/batchrunner --workers 8")
        .Does((parse, token) => Composition.WorkAsync(new(parse.Settings(), parse.Talk()), edition, token));
}

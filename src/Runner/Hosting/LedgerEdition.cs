using BatchRunner.Jobs.Working;
using BatchRunner.Runner.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Hosting;

/// <summary>The program with the built-in engine: the ledger is the queue, so nothing stands beside it.</summary>
public sealed class LedgerEdition : IEdition
{
    public IEngine CreateEngine(EditionSite site, ILoggerFactory loggers) => new LedgerEngine();

    public void AddHousekeeping(IServiceCollection services, EditionSite site)
    {
        // The ledger's own housekeeping is all there is.
    }

    public IDashboardGuest? CreatePages(EditionSite site) => null;
}

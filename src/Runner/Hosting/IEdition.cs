using BatchRunner.Jobs.Working;
using BatchRunner.Runner.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Hosting;

/// <summary>The program with one engine: what that engine needs in the processes of the program.</summary>
public interface IEdition
{
    /// <summary>The engine of a process that works.</summary>
    IEngine CreateEngine(EditionSite site, ILoggerFactory loggers);

    /// <summary>What every process that nobody supervises does for the engine.</summary>
    void AddHousekeeping(IServiceCollection services, EditionSite site);

    /// <summary>Pages of the engine's own beside the dashboard; null when it has none.</summary>
    IDashboardGuest? CreatePages(EditionSite site);
}

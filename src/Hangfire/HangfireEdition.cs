using BatchRunner.Hangfire.Pages;
using BatchRunner.Hangfire.Queue;
using BatchRunner.Hangfire.Tickets;
using BatchRunner.Jobs.Working;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Runner.Hosting;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Hangfire;

/// <summary>
/// The program with Hangfire as engine: tickets for chunks go through Hangfire's queues to its workers, which run the same
/// claim and the same processor as the built-in engine.
/// </summary>
public sealed class HangfireEdition : IEdition
{
    static readonly TimeSpan SweepTurn = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan HouseTurn = TimeSpan.FromSeconds(5);

    JobStorage? _storage;

    /// <summary>
    /// Suspect chunks are brought by the ledger itself: a process that is expected to die is no place for a ticket.
    /// </summary>
    public IEngine CreateEngine(EditionSite site, ILoggerFactory loggers) =>
        site.Work.Isolated ? new LedgerEngine() : new TicketEngine(Storage(site), site.Settings.WorkersPerProcess, loggers);

    public void AddHousekeeping(IServiceCollection services, EditionSite site)
    {
        var storage = Storage(site);
        var chief = new Chief(site.Ledger, site.RunnerId);
        services.AddTurn("ticket sweep", SweepTurn, provider => new TicketSweep(
            site.Ledger, chief, storage, site.Work, TimeProvider.System,
            provider.GetRequiredService<ILogger<TicketSweep>>()).TurnAsync);
        if (storage is TicketStorage file)
        {
            services.AddTurn(
                "housekeeping of Hangfire's tables", HouseTurn,
                _ => new StorageHousekeeping(file, chief, TimeProvider.System).TurnAsync);
        }
    }

    public IDashboardGuest CreatePages(EditionSite site) =>
        new HangfireDashboard(Storage(site), site.Ledger, site.Settings.Options.Dashboard.ReadOnly);

    JobStorage Storage(EditionSite site) => _storage ??= StorageFactory.Open(site);
}

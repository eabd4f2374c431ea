using BatchRunner.Jobs.Rescue;
using BatchRunner.Runner.Settings;
using BatchRunner.Storage;
using BatchRunner.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Hosting;

/// <summary>What every process that nobody supervises does for the ledger: rescue and checkpoints.</summary>
public static class Housekeeping
{
    static readonly TimeSpan RescueTurn = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan CheckpointTurn = TimeSpan.FromSeconds(1);

    internal static void AddHousekeeping(
        this IServiceCollection services, Ledger ledger, Participant me, EffectiveSettings settings)
    {
        services.AddSingleton(provider => new Rescuer(
            ledger, me.Id, ProcessIdentity.Host, settings.Lease(), ProcessEnd.Stop, TimeProvider.System,
            provider.GetRequiredService<ILogger<Rescuer>>()));
        services.AddTurn("rescuer", RescueTurn, provider => provider.GetRequiredService<Rescuer>().TurnAsync);
        if (ledger.Database is SqliteDatabase sqlite)
        {
            services.AddTurn("checkpointer", CheckpointTurn, _ =>
            {
                var checkpointer = new SqliteCheckpointer(sqlite, me.Id, settings.Lease());
                return checkpointer.TurnAsync;
            });
        }
    }

    /// <summary>A hosted service of its own for something that is done again and again.</summary>
    public static void AddTurn(
        this IServiceCollection services, string name, TimeSpan interval,
        Func<IServiceProvider, Func<CancellationToken, Task>> turn) =>
        services.AddSingleton<IHostedService>(provider => new TurnService(
            name, interval, turn(provider), TimeProvider.System, provider.GetRequiredService<ILogger<TurnService>>()));
}

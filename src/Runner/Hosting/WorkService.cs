using BatchRunner.Jobs.Working;
using BatchRunner.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Hosting;

/// <summary>Runs the workers of this process until the program is asked to stop or they have nothing to stay for.</summary>
sealed class WorkService(
    IEngine engine, Ledger ledger, Participant me, int workers, WorkOptions options, TimeProvider time, ILoggerFactory loggers,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>Why the workers ended by themselves; null when they were asked to.</summary>
    internal LedgerException? Trouble { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var pool = new WorkerPool(
            engine, ledger, me.Liveness, me.Id, workers, options, time, loggers);
        try
        {
            await pool.Ended.WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            await pool.StopAsync(CancellationToken.None);
        }
        catch (LedgerException e)
        {
            Trouble = e;
        }
        lifetime.StopApplication();
    }
}

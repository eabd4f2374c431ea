using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Settings;
using BatchRunner.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Hosting;

/// <summary><c>work</c>: one runner process, supervised or on its own.</summary>
static class WorkHost
{
    internal static async Task<int> RunAsync(
        EffectiveSettings settings, Verbosity verbosity, IEdition edition, CancellationToken token)
    {
        using var stop = Supervision.ParentId is null
            ? CancellationTokenSource.CreateLinkedTokenSource(token)
            : CancellationTokenSource.CreateLinkedTokenSource(token, ParentWatch.Begin());
        try
        {
            return await RunAsync(settings, verbosity, edition, token, stop.Token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested && stop.IsCancellationRequested)
        {
            // The parent left, or asked us to, before we had begun.
            return ExitCode.Success;
        }
    }

    /// <param name="token">A signal: it decides the exit code.</param>
    /// <param name="stop">The signal, or the parent.</param>
    static async Task<int> RunAsync(
        EffectiveSettings settings, Verbosity verbosity, IEdition edition, CancellationToken token,
        CancellationToken stop)
    {
        ProcessPriority.Apply(settings.Options.Runners.ProcessPriority);
        var workers = Supervision.IsIsolated ? 1 : settings.WorkersPerProcess;
        var ledger = await LedgerAccess.OpenAsync(settings, stop);
        await using var me = await Participant.JoinAsync(ledger, RunnerRole.Work, workers, stop);

        var options = settings.ToWork(await LedgerAccess.PaceAsync(ledger, stop));
        var builder = HostFactory.Create(verbosity);
        var site = new EditionSite(ledger, settings, me.Id, options);
        if (Supervision.ParentId is null)
        {
            builder.Services.AddHousekeeping(ledger, me, settings);
            edition.AddHousekeeping(builder.Services, site);
        }
        builder.Services.AddSingleton(provider => new WorkService(
            edition.CreateEngine(site, provider.GetRequiredService<ILoggerFactory>()), ledger, me, workers, options,
            TimeProvider.System, provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<IHostApplicationLifetime>()));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<WorkService>());
        using var host = builder.Build();
        var work = host.Services.GetRequiredService<WorkService>();
        await host.RunAsync(stop);

        if (work.Trouble is { } trouble)
            throw new VerbException(ExitCode.LedgerUnavailable, trouble.Message);
        token.ThrowIfCancellationRequested();
        return ExitCode.Success;
    }
}

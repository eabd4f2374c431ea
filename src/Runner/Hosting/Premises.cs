using BatchRunner.Jobs.Export;
using BatchRunner.Jobs.Intake;
using BatchRunner.Jobs.Rescue;
using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Settings;
using BatchRunner.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Hosting;

/// <summary>
/// What <c>serve</c> and <c>run</c> have in common: a process that takes part, keeps house, takes files in, writes the
/// finished ones out and supervises runner processes of its own.
/// </summary>
sealed class Premises : IAsyncDisposable
{
    static readonly TimeSpan ExportTurn = TimeSpan.FromMilliseconds(200);

    readonly IHost _host;

    Premises(Ledger ledger, Participant me, EffectiveSettings settings, IHost host, EditionSite site)
    {
        Ledger = ledger;
        Me = me;
        Settings = settings;
        _host = host;
        Site = site;
    }

    internal Ledger Ledger { get; }
    internal Participant Me { get; }
    internal EffectiveSettings Settings { get; }
    internal EditionSite Site { get; }
    internal FileSubmission Submission => _host.Services.GetRequiredService<FileSubmission>();
    internal ILoggerFactory Loggers => _host.Services.GetRequiredService<ILoggerFactory>();

    /// <summary>Ends when the program is to stop, because it was asked to or because a part of it failed.</summary>
    internal CancellationToken Stopping => _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <param name="role">One of <see cref="RunnerRole"/>.</param>
    /// <param name="edition">What the engine needs in this process.</param>
    /// <param name="watchInbox">Take files from the inbox; otherwise only what is claimed already.</param>
    /// <param name="verbosity">How much this process and its runner processes tell.</param>
    /// <param name="notices">Takes warnings instead of the console; null for everything to the console.</param>
    internal static async Task<Premises> OpenAsync(
        EffectiveSettings settings, string role, IEdition edition, bool watchInbox, Verbosity verbosity,
        RunNotices? notices, CancellationToken token)
    {
        var ledger = await LedgerAccess.OpenAsync(settings, token);
        var me = await Participant.JoinAsync(ledger, role, 0, token);
        try
        {
            var pace = await LedgerAccess.PaceAsync(ledger, token);
            var site = settings.ToSite(ledger, me, pace);
            var place = new EditionSite(ledger, settings, me.Id, settings.ToWork(pace));
            var builder = HostFactory.Create(verbosity);
            if (notices is not null) builder.Logging.ClearProviders().AddProvider(notices);
            builder.Services.AddHousekeeping(ledger, me, settings);
            edition.AddHousekeeping(builder.Services, place);
            builder.Services.AddIntake(site, LedgerPatience.Endless);
            builder.Services.AddIntakeTurn(watchInbox ? TimeSpan.FromSeconds(settings.Options.Inbox.QuietSeconds) : null);
            builder.Services.AddTurn(
                "export", ExportTurn, provider => ActivatorUtilities.CreateInstance<BatchExporter>(provider).TurnAsync);
            builder.Services.AddHostedService(provider => new RunnerSupervisor(
                ledger, me, provider.GetRequiredService<Rescuer>(),
                new Quarantine(ledger, settings.Options.Chunks.MaxCrashes, provider.GetRequiredService<ILogger<Quarantine>>()),
                settings, ["--verbosity", verbosity.ToString()], notices is null ? null : notices.Relay, TimeProvider.System,
                provider.GetRequiredService<ILogger<RunnerSupervisor>>()));
            var host = builder.Build();
            // Not our token: it would end the services on its own, and the host would take their ends for failures.
            await host.StartAsync(CancellationToken.None);
            return new(ledger, me, settings, host, place);
        }
        catch
        {
            await me.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await Me.DisposeAsync();
    }
}

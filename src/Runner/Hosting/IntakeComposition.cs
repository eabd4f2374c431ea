using BatchRunner.Jobs.Intake;
using BatchRunner.Jobs.Planning;
using BatchRunner.Runner.Settings;
using BatchRunner.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Hosting;

/// <summary>The parts of <c>BatchRunner.Jobs.Intake</c>, put together.</summary>
static partial class IntakeComposition
{
    static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    internal static IntakeSite ToSite(
        this EffectiveSettings settings, Ledger ledger, Participant me, MachinePace pace) =>
        new(ledger, settings.ToFolders(), settings.ToIntake(pace), ProcessIdentity.Host, me.Id, TimeProvider.System);

    /// <summary>What loads files, without anything that does it by itself.</summary>
    /// <param name="tries">How patient it is with the ledger.</param>
    internal static void AddIntake(this IServiceCollection services, IntakeSite site, int tries)
    {
        services.AddSingleton(site);
        services.AddSingleton(provider => Patience(provider.GetRequiredService<ILogger<LedgerPatience>>(), tries));
        services.AddSingleton<FileMoves>().AddSingleton<ClaimedFiles>().AddSingleton<BatchLoader>().AddSingleton<FileSubmission>();
    }

    /// <summary>Takes files in for as long as the program runs.</summary>
    /// <param name="quiet">How long a file in the inbox must not change; null to leave the inbox alone.</param>
    internal static void AddIntakeTurn(this IServiceCollection services, TimeSpan? quiet) =>
        services.AddTurn("intake", Turn, provider =>
        {
            var site = provider.GetRequiredService<IntakeSite>();
            site.Folders.Create();
            var intake = new FileIntake(
                site,
                quiet is { } time ? ActivatorUtilities.CreateInstance<Inbox>(provider, time) : null,
                provider.GetRequiredService<ClaimedFiles>(),
                provider.GetRequiredService<BatchLoader>(),
                provider.GetRequiredService<FileMoves>());
            return intake.TurnAsync;
        });

    static LedgerPatience Patience(ILogger<LedgerPatience> logger, int tries) =>
        new(TimeProvider.System, tries, reason => LogWaiting(logger, reason), () => LogGoesOn(logger));

    [LoggerMessage(3311, LogLevel.Warning, "Waiting for the ledger: {Reason}")]
    static partial void LogWaiting(ILogger logger, string reason);

    [LoggerMessage(3312, LogLevel.Information, "The ledger answers again")]
    static partial void LogGoesOn(ILogger logger);
}

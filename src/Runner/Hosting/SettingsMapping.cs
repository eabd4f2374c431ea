using BatchRunner.Jobs.Intake;
using BatchRunner.Jobs.Planning;
using BatchRunner.Jobs.Working;
using BatchRunner.Runner.Settings;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Hosting;

/// <summary>The settings in the words of the rooms that use them.</summary>
static class SettingsMapping
{
    internal static WorkOptions ToWork(this EffectiveSettings settings, MachinePace pace) => new()
    {
        Budget = settings.Budget(),
        SetAsideAfter = SetAsideRule.After(settings.Options.Chunks.TargetSeconds),
        Pace = pace,
        Lease = settings.Lease(),
        MaxFailures = settings.Options.Chunks.MaxFailures,
        MaxCrashes = settings.Options.Chunks.MaxCrashes,
        Isolated = Supervision.IsIsolated,
    };

    /// <summary>CPU time a number may take.</summary>
    internal static TimeSpan Budget(this EffectiveSettings settings) =>
        settings.Options.Factoring.BudgetSeconds > 0
            ? TimeSpan.FromSeconds(settings.Options.Factoring.BudgetSeconds)
            : Timeout.InfiniteTimeSpan;

    /// <summary>What estimates the end of batches.</summary>
    internal static EtaBoard ToEta(this EffectiveSettings settings, Ledger ledger) =>
        new(ledger, settings.Budget(), settings.Lease());

    internal static TimeSpan Lease(this EffectiveSettings settings) =>
        TimeSpan.FromSeconds(settings.Options.Lease.Seconds);

    internal static IntakeLimits ToIntake(this EffectiveSettings settings, MachinePace pace) => new()
    {
        Budget = settings.Budget(),
        Pace = pace,
        Workers = settings.Options.Runners.Processes * settings.WorkersPerProcess,
        MaxDigits = settings.Options.Factoring.MaxDigits,
        MaxNumbers = settings.Options.Chunks.MaxNumbers,
        TargetSeconds = settings.Options.Chunks.TargetSeconds,
    };

    internal static DataFolders ToFolders(this EffectiveSettings settings) =>
        new(settings.DataFolder, settings.InboxFolder);
}

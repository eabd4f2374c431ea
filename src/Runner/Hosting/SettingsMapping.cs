using BatchRunner.Jobs.Intake;
using BatchRunner.Jobs.Working;
using BatchRunner.Runner.Settings;

namespace BatchRunner.Runner.Hosting;

/// <summary>The settings in the words of the rooms that use them.</summary>
static class SettingsMapping
{
    /// <summary>A number may use this share of its chunk's planned time before it stops holding its neighbours up.</summary>
    const double SetAsideShare = 0.25;

    internal static WorkOptions ToWork(this EffectiveSettings settings) => new()
    {
        Budget = settings.Options.Factoring.BudgetSeconds > 0
            ? TimeSpan.FromSeconds(settings.Options.Factoring.BudgetSeconds)
            : Timeout.InfiniteTimeSpan,
        SetAsideAfter = TimeSpan.FromSeconds(SetAsideShare * settings.Options.Chunks.TargetSeconds),
        Lease = settings.Lease(),
        MaxFailures = settings.Options.Chunks.MaxFailures,
        MaxCrashes = settings.Options.Chunks.MaxCrashes,
        Isolated = Supervision.IsIsolated,
    };

    internal static TimeSpan Lease(this EffectiveSettings settings) =>
        TimeSpan.FromSeconds(settings.Options.Lease.Seconds);

    internal static IntakeLimits ToIntake(this EffectiveSettings settings) => new()
    {
        MaxDigits = settings.Options.Factoring.MaxDigits,
        MaxNumbers = settings.Options.Chunks.MaxNumbers,
        TargetSeconds = settings.Options.Chunks.TargetSeconds,
    };

    internal static DataFolders ToFolders(this EffectiveSettings settings) =>
        new(settings.DataFolder, settings.InboxFolder);
}

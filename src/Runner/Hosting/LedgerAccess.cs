using BatchRunner.Jobs.Planning;
using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Settings;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Hosting;

/// <summary>The ledger the settings name.</summary>
static class LedgerAccess
{
    /// <exception cref="VerbException">It cannot be opened.</exception>
    internal static async Task<Ledger> OpenAsync(EffectiveSettings settings, CancellationToken token)
    {
        try
        {
            return settings.UsesPostgres
                ? await Ledger.OpenPostgresAsync(
                    settings.Options.Ledger.ConnectionString, settings.Lease(), TimeProvider.System, token)
                : await Ledger.OpenSqliteAsync(settings.DataFolder, TimeProvider.System, token);
        }
        catch (LedgerException e)
        {
            throw new VerbException(ExitCode.LedgerUnavailable, e.Message);
        }
    }

    /// <summary>What this machine takes for what is predicted, as the ledger knows it.</summary>
    internal static Task<MachinePace> PaceAsync(Ledger ledger, CancellationToken token) =>
        MachinePace.ReadAsync(ledger, ProcessIdentity.Host, token);
}

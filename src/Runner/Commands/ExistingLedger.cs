using System.Globalization;
using BatchRunner.Runner.Hosting;
using BatchRunner.Runner.Settings;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Commands;

/// <summary>The ledger for verbs that look at what is there: they make no ledger where there is none.</summary>
static class ExistingLedger
{
    /// <exception cref="VerbException">There is none, or it cannot be opened.</exception>
    public static async Task<Ledger> OpenAsync(EffectiveSettings settings, CancellationToken token)
    {
        if (!settings.UsesPostgres && !File.Exists(Ledger.SqliteFile(settings.DataFolder)))
        {
            throw new VerbException(ExitCode.NotFound, $"There is no ledger in {settings.DataFolder} yet: "
                + "queue a file with 'batchrunner submit FILE', or name another folder with --data.");
        }
        return await LedgerAccess.OpenAsync(settings, token);
    }

    /// <summary>The batch with this id, else the newest from a file of this name.</summary>
    /// <exception cref="VerbException">There is none.</exception>
    public static async Task<BatchSummary> FindAsync(this Ledger ledger, string batch, CancellationToken token)
    {
        BatchSummary? found = null;
        if (long.TryParse(batch, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            found = await ledger.Summaries.FindAsync(id, token);
        if (found is null && await ledger.Batches.FindByNameAsync(batch, token) is { } named)
            found = await ledger.Summaries.FindAsync(named.Id, token);
        return found ?? throw new VerbException(ExitCode.NotFound,
            $"There is no batch '{batch}' in {ledger.Database.Name}: 'batchrunner status' lists them.");
    }

    /// <summary>Waits a little for a busy ledger, as a person at a terminal would, and says so.</summary>
    public static Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken token) =>
        new LedgerPatience(TimeProvider.System, LedgerPatience.AtTheTerminal,
            reason => CommandLine.Tell($"{reason} Trying again ..."), () => { }).AskAsync(ask, token);
}

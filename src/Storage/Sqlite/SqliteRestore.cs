using System.Globalization;
using Microsoft.Data.Sqlite;

namespace BatchRunner.Storage.Sqlite;

/// <summary>
/// Puts a backup in a ledger's place. Everything that can fail happens on a copy beside it; then two renames. Killed
/// between them, the folder has no ledger, but the copy's name keeps everybody from making an empty one there.
/// </summary>
public sealed class SqliteRestore(string dataFolder, TimeProvider time)
{
    const string Reason = "a backup was restored";

    readonly string _ledger = Ledger.SqliteFile(dataFolder);

    /// <summary>The copy on its way into the ledger's place.</summary>
    internal static string Waiting(string dataFolder) => Ledger.SqliteFile(dataFolder) + ".restoring";

    /// <exception cref="LedgerException">
    /// Somebody works with the ledger, or the backup is not sound. The ledger is as it was.
    /// </exception>
    /// <exception cref="IOException">A file cannot be renamed.</exception>
    public async Task<RestoreFacts> RestoreAsync(string backup, CancellationToken token)
    {
        var liveness = new LivenessFolder(Path.Combine(dataFolder, "runners"));
        using var me = liveness.Hold();
        RequireNobody(liveness, me.Name);

        var copy = Waiting(dataFolder);
        var isRepeated = !File.Exists(_ledger) && File.Exists(copy);
        var hidden = copy + ".tmp";
        SqliteCopy.Delete(hidden);
        try
        {
            await Task.Run(() => SqliteCopy.Make(backup, hidden, token), token);
            await SqliteCopyCheck.CheckStructureAsync(hidden, backup);
            var (epoch, sums) = await PrepareAsync(hidden, backup, token);
            token.ThrowIfCancellationRequested();
            SqliteCopy.Flush(hidden);
            if (!isRepeated) SqliteCopy.Delete(copy);
            File.Move(hidden, copy, overwrite: true);

            // The last look: whoever came meanwhile works with the ledger that is there.
            RequireNobody(liveness, me.Name);
            var before = await PutAsideAsync(token);
            File.Move(copy, _ledger);
            return new(_ledger, before, sums.Batches, sums.Results, epoch.Chunks);
        }
        catch
        {
            // With no ledger there, the copy is all there is.
            if (File.Exists(_ledger)) SqliteCopy.Delete(copy);
            throw;
        }
        finally
        {
            SqliteCopy.Delete(hidden);
        }
    }

    /// <summary>Brings the copy to this program's edition and to an epoch of its own.</summary>
    async Task<(NewEpoch Epoch, (long Batches, long Results) Sums)> PrepareAsync(
        string copy, string name, CancellationToken token)
    {
        var database = new SqliteDatabase(copy, time);
        await SqliteMigrations.ApplyAsync(database, token);
        var sums = await SqliteCopyCheck.CheckSumsAsync(copy, name);
        var epoch = await new EpochStore(database).BeginAsync(Reason, token);
        database.LetGo();
        Close(copy);
        return (epoch, sums);
    }

    /// <summary>
    /// Nothing of the old ledger may be written any more, by whoever still has it open: it gets another epoch, and then
    /// another name, its log with it, so that no log of one file ever stands beside the other.
    /// </summary>
    async Task<string?> PutAsideAsync(CancellationToken token)
    {
        if (!File.Exists(_ledger)) return null;
        try
        {
            var database = new SqliteDatabase(_ledger, time);
            await new EpochStore(database).BeginAsync(Reason, token);
            database.LetGo();
            Close(_ledger);
        }
        catch (LedgerException)
        {
            // Damaged, read-only, of another edition: it is put aside as it is, and nobody can work with it either.
        }
        catch (SqliteException)
        {
            // The same: of an edition without these columns, say.
        }
        var aside = _ledger + ".before-restore-"
            + time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        SqliteCopy.Rename(_ledger, aside);
        return aside;
    }

    // Leaving WAL mode needs the file for itself, carries the log back and removes it.
    static void Close(string path)
    {
        try
        {
            using var connection = SqliteCopy.Open(path, SqliteOpenMode.ReadWrite);
            SqliteCopy.Execute(connection, "PRAGMA journal_mode = DELETE");
        }
        catch (SqliteException e)
        {
            throw SqliteCopy.Explain(e, path);
        }
    }

    void RequireNobody(LivenessFolder liveness, string me)
    {
        var alive = liveness.Living().Count(name => name != me);
        if (alive > 0)
        {
            throw new LedgerException(LedgerTrouble.Busy, $"{alive} {(alive == 1 ? "process takes" : "processes take")} "
                + $"part in the ledger {_ledger}. Stop every 'serve', 'work' and 'run' on it, then restore.");
        }
    }
}

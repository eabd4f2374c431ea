namespace BatchRunner.Storage.Sqlite;

/// <summary>A consistent copy of a ledger in use: checked, safe on disk, and then under its name, or not at all.</summary>
public static class SqliteBackup
{
    /// <param name="ledger">The ledger file.</param>
    /// <param name="target">Where the copy appears; an older one is replaced, complete by complete.</param>
    /// <exception cref="LedgerException">The ledger cannot be read, or the copy is not sound.</exception>
    /// <exception cref="IOException">The copy cannot be given its name.</exception>
    public static async Task<BackupFacts> TakeAsync(string ledger, string target, CancellationToken token)
    {
        var hidden = Path.Combine(
            Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Environment.ProcessId}.tmp");
        SqliteCopy.Delete(hidden);
        try
        {
            await Task.Run(() => SqliteCopy.Make(ledger, hidden, token), token);
            await SqliteCopyCheck.CheckStructureAsync(hidden, "The copy");
            var (batches, results) = await SqliteCopyCheck.CheckSumsAsync(hidden, "The copy");
            token.ThrowIfCancellationRequested();
            SqliteCopy.Flush(hidden);
            var bytes = new FileInfo(hidden).Length;
            File.Move(hidden, target, overwrite: true);
            return new(target, bytes, batches, results);
        }
        catch (LedgerException e) when (e.Trouble == LedgerTrouble.DiskFull)
        {
            throw SqliteCopy.NoSpace(target);
        }
        finally
        {
            SqliteCopy.Delete(hidden);
        }
    }
}

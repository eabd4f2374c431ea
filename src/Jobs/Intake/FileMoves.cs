using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// The last move of an input file. Each is made only after the ledger has safely recorded why, and can be made again
/// after a kill: what is moved already is only noted.
/// </summary>
public sealed partial class FileMoves(IntakeSite site, ILogger<FileMoves> logger)
{
    /// <summary>Moves the input of a finished batch to <c>done/</c>, or to <c>failed/</c> if it could not be read.</summary>
    public async Task SettleAsync(BatchRow batch, CancellationToken token)
    {
        if (!BatchState.IsFinal(batch.State))
            throw new ArgumentException($"Batch {batch.Id} is still {batch.State}.", nameof(batch));

        var source = ClaimedFile.Of(site.Folders, batch).Path;
        // A batch with a hash was read to its end; an error it bears is about something else.
        if (batch is { State: BatchState.Cancelled, Sha256: null, Error: not null })
            ToFailed(source, batch.Name, $"{batch.Error}\nWhat was read before is batch {batch.Id}, cancelled.");
        else
            ToDone(source, batch);
        Failpoint.Reach(Failpoint.MoveMoved);
        await site.Ledger.Batches.MovedAsync(batch.Id, token);
        Failpoint.Reach(Failpoint.MoveRecorded);
    }

    /// <summary>Moves a file that can never be read to <c>failed/</c> and says why beside it.</summary>
    public void ToFailed(string path, string name, string reason)
    {
        if (!Exists(path)) return;
        var target = FileNames.Free(site.Folders.Failed, FileNames.Fit(name));
        File.WriteAllText(target + ".error.txt", reason + "\n");
        Failpoint.Reach(Failpoint.FailedExplained);
        Move(path, target);
        Failpoint.Reach(Failpoint.FailedMoved);
        LogFailed(name, reason);
    }

    /// <summary>Moves a file whose bytes are a batch already to <c>done/</c>, under a name that says so.</summary>
    public void ToDuplicates(ClaimedFile claimed, long batchId)
    {
        Failpoint.Reach(Failpoint.DuplicateFound);
        Move(claimed.Path, FileNames.Free(site.Folders.Done, FileNames.Duplicate(claimed.Name, batchId)));
        Failpoint.Reach(Failpoint.DuplicateMoved);
        LogDuplicate(claimed.Name, batchId);
    }

    void ToDone(string path, BatchRow batch)
    {
        var target = Path.Combine(site.Folders.Done, FileNames.Done(batch.Name, batch.Id));
        if (Exists(path))
            Move(path, target);
        else if (!Exists(target))
            LogMissing(batch.Id, batch.Name);
    }

    static void Move(string from, string to)
    {
        try
        {
            if (AtomicRename.Try(from, to)) return;
        }
        catch (FileNotFoundException)
        {
            // Another process of this machine settled the same file a moment ago.
            return;
        }
        throw new IOException($"{from} and {to} must be on one file system: a move between two is not atomic.");
    }

    // A dangling link exists too; File.Exists says so.
    static bool Exists(string path) => File.Exists(path);

    [LoggerMessage(1110, LogLevel.Warning, "{Name} is in the failed folder: {Reason}")]
    partial void LogFailed(string name, string reason);

    [LoggerMessage(1111, LogLevel.Information, "{Name} holds the same bytes as batch {BatchId} and is not run again")]
    partial void LogDuplicate(string name, long batchId);

    [LoggerMessage(1112, LogLevel.Warning, "Batch {BatchId}: its file {Name} is neither claimed nor done; somebody removed it")]
    partial void LogMissing(long batchId, string name);
}

using System.Collections.Concurrent;
using System.Data.Common;
using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// Streams a claimed file into the ledger, one transaction a slice. Each is accepted only from the loader the ledger
/// knows and at the offset it expects, so a kill anywhere loses and doubles nothing.
/// </summary>
public sealed partial class BatchLoader(IntakeSite site, LedgerPatience patience, ILogger<BatchLoader> logger)
    : IDisposable
{
    readonly DuplicateSearch _duplicates = new(site);

    // Two equal files loaded at the same time must see each other: one creates its batch, then the other looks.
    readonly SemaphoreSlim _creating = new(1);

    readonly ConcurrentDictionary<string, bool> _inHand = [];

    /// <summary>This process loads the file with this key just now.</summary>
    public bool IsLoading(string key) => _inHand.ContainsKey(key);

    /// <summary>Loads a file that has no batch yet.</summary>
    /// <param name="claimed">In <c>claimed/</c>. A copy loses its <c>.part</c> once its batch is in the ledger.</param>
    /// <param name="again">Make a batch even of bytes that are one already.</param>
    /// <exception cref="LedgerException">The ledger cannot be used and patience is at its end.</exception>
    public async Task<LoadOutcome> LoadAsync(ClaimedFile claimed, bool again, CancellationToken token)
    {
        _inHand[claimed.Key] = true;
        long? id = null;
        try
        {
            using var file = NumberFile.Open(claimed.Path, claimed.Name);
            using var slicer = FileSlicer.Start(file, site.Limits);
            FileSlice first;
            await _creating.WaitAsync(token);
            try
            {
                if (!again && await FindDuplicateAsync(file, claimed, token) is { } other)
                    return new LoadOutcome.Duplicate(other.Id);
                first = slicer.Next(token)!;
                id = await CreateAsync(claimed, file.Length, first, token);
            }
            finally
            {
                _creating.Release();
            }
            if (id is not { } batchId) return new LoadOutcome.TakenAway();

            Failpoint.Reach(Failpoint.IntakeCreated);
            claimed.Complete();
            Failpoint.Reach(Failpoint.SubmitNamed);
            return await LoadRestAsync(batchId, claimed.Name, slicer, first, token);
        }
        catch (UnreadableFileException e)
        {
            return await GiveUpAsync(id, claimed.Name, e, token);
        }
        finally
        {
            _inHand.TryRemove(claimed.Key, out _);
        }
    }

    /// <summary>Goes on with a batch whose loader is gone.</summary>
    /// <param name="batch">As <see cref="BatchStore.TakeLoadingAsync"/> returned it to this process.</param>
    public async Task<LoadOutcome> ResumeAsync(BatchRow batch, CancellationToken token)
    {
        _inHand[batch.ClaimKey] = true;
        try
        {
            using var file = NumberFile.Open(ClaimedFile.Of(site.Folders, batch).Path, batch.Name);
            if (file.Length != batch.Bytes)
            {
                throw new UnreadableFileException($"{batch.Name} was changed while it was being read: it had"
                    + $" {batch.Bytes} bytes and has {file.Length} now.");
            }
            var reached = new IntakePoint(batch.LoadedBytes, batch.PrefixSha256 ?? "", batch.Lines, batch.Blanks,
                batch.Numbers, batch.Rejects);
            using var slicer = FileSlicer.Resume(file, site.Limits, reached, token);
            LogResumed(batch.Id, batch.Name, batch.Lines);
            return await LoadRestAsync(batch.Id, batch.Name, slicer, reached, token);
        }
        catch (UnreadableFileException e)
        {
            return await GiveUpAsync(batch.Id, batch.Name, e, token);
        }
        finally
        {
            _inHand.TryRemove(batch.ClaimKey, out _);
        }
    }

    public void Dispose() => _creating.Dispose();

    Task<BatchRow?> FindDuplicateAsync(NumberFile file, ClaimedFile claimed, CancellationToken token) =>
        patience.AskAsync(_ => _duplicates.FindAsync(file, claimed, token), token);

    Task<long?> CreateAsync(ClaimedFile claimed, long bytes, FileSlice first, CancellationToken token)
    {
        var batch = new NewBatch(claimed.Key, claimed.Name, site.Host, bytes, claimed.Priority, site.RunnerId);
        var slice = Row(first, fromBytes: 0);
        Failpoint.Reach(Failpoint.IntakeFirstSlice);
        return patience.AskAsync(async _ =>
        {
            // A commit that was answered with an error may have happened all the same.
            if (await FindOwnAsync(claimed.Key, slice, token) is { } own) return own;
            FreeSpace.Require(site.Folders.Data, Size(first));
            try
            {
                return await site.Ledger.Batches.CreateAsync(batch, slice, token);
            }
            catch (DbException)
            {
                // The key is unique in the ledger: another process of this machine was faster with the same file.
                if (await site.Ledger.Batches.FindByClaimAsync(claimed.Key, token) is null) throw;
                return (long?)null;
            }
        }, token);
    }

    async Task<long?> FindOwnAsync(string key, LoadSlice slice, CancellationToken token)
    {
        var there = await site.Ledger.Batches.FindByClaimAsync(key, token);
        return there is not null && there.LoadedBytes == slice.ToBytes && there.PrefixSha256 == slice.PrefixSha256
            && (there.LoaderId == site.RunnerId || (slice.IsLast && there.Sha256 == slice.Sha256))
            ? there.Id
            : null;
    }

    async Task<LoadOutcome> LoadRestAsync(
        long batchId, string name, FileSlicer slicer, FileSlice first, CancellationToken token)
    {
        LogCreated(batchId, name);
        return first.IsLast
            ? Finish(batchId, name, first.Reached)
            : await LoadRestAsync(batchId, name, slicer, first.Reached, token);
    }

    async Task<LoadOutcome> LoadRestAsync(
        long batchId, string name, FileSlicer slicer, IntakePoint reached, CancellationToken token)
    {
        while (slicer.Next(token) is { } slice)
        {
            Failpoint.Reach(Failpoint.IntakeSlice);
            var row = Row(slice, reached.Offset);
            var accepted = await patience.AskAsync(_ =>
            {
                FreeSpace.Require(site.Folders.Data, Size(slice));
                return site.Ledger.Batches.AppendAsync(batchId, site.RunnerId, row, token);
            }, token);
            if (!accepted) return new LoadOutcome.TakenAway();

            Failpoint.Reach(Failpoint.IntakeRecorded);
            reached = slice.Reached;
        }
        return Finish(batchId, name, reached);
    }

    LoadOutcome.Loaded Finish(long batchId, string name, IntakePoint end)
    {
        Failpoint.Reach(Failpoint.IntakeLoaded);
        LogLoaded(batchId, name, end.Lines, end.Numbers, end.Rejects);
        return new(batchId);
    }

    async Task<LoadOutcome> GiveUpAsync(
        long? batchId, string name, UnreadableFileException trouble, CancellationToken token)
    {
        LogUnreadable(name, trouble.Message);
        if (batchId is { } id)
            await patience.AskAsync(_ => site.Ledger.Steering.CancelAsync(id, trouble.Message, token), token);
        return new LoadOutcome.Unreadable(batchId, trouble.Message);
    }

    static long Size(FileSlice slice) =>
        slice.Chunks.Sum(chunk => (long)chunk.Payload.Length) + slice.Rejects.Sum(reject => (long)reject.Text.Length);

    internal static LoadSlice Row(FileSlice slice, long fromBytes) => new()
    {
        FromBytes = fromBytes,
        ToBytes = slice.Reached.Offset,
        PrefixSha256 = slice.Reached.PrefixHash,
        Lines = slice.Reached.Lines,
        Blanks = slice.Reached.Blanks,
        Numbers = slice.Reached.Numbers,
        RejectCount = slice.Reached.Rejects,
        Chunks =
        [
            .. slice.Chunks.Select(chunk => new NewChunk(
                chunk.FirstLine, chunk.EndLine, chunk.Numbers, chunk.EffortMicros, chunk.Payload)),
        ],
        Rejects = [.. slice.Rejects.Select(line => new RejectRow(line.Line, line.Column, line.Text, line.Reason))],
        Sha256 = slice.FileHash,
    };

    [LoggerMessage(1101, LogLevel.Information, "Batch {BatchId}: reading {Name}")]
    partial void LogCreated(long batchId, string name);

    [LoggerMessage(1102, LogLevel.Information, "Batch {BatchId}: going on with {Name} behind line {Line}")]
    partial void LogResumed(long batchId, string name, long line);

    [LoggerMessage(1103, LogLevel.Information,
        "Batch {BatchId}: {Name} is read: {Lines} lines, {Numbers} numbers, {Rejects} rejects")]
    partial void LogLoaded(long batchId, string name, long lines, long numbers, long rejects);

    [LoggerMessage(1104, LogLevel.Warning, "{Name} cannot be read: {Reason}")]
    partial void LogUnreadable(string name, string reason);
}

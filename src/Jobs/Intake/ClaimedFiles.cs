using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// Settles every file in <c>claimed/</c> by its row: none means load it, loading without a loader means go on,
/// finished means finish the move. On start and every now and then: whoever died, nothing stays behind.
/// </summary>
public sealed partial class ClaimedFiles(IntakeSite site, FileMoves moves, ILogger<ClaimedFiles> logger)
{
    // Long enough for a maker that has created its copy but not locked it yet.
    static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(10);

    /// <summary>Finishes moves and returns the batches whose loading is to go on; their loader is this process now.</summary>
    /// <param name="inHand">Keys this process is loading just now; they are left alone.</param>
    public async Task<IReadOnlyList<BatchRow>> SettleBatchesAsync(Predicate<string> inHand, CancellationToken token)
    {
        List<BatchRow> toResume = [];
        foreach (var batch in await site.Ledger.Batches.ToSettleAsync(site.Host, token))
        {
            if (inHand(batch.ClaimKey)) continue;
            if (BatchState.IsFinal(batch.State)) await moves.SettleAsync(batch, token);
            if (batch.State != BatchState.Loading || await TakeAsync(batch, token) is not { } taken) continue;
            ClaimedFile.Of(site.Folders, taken).Complete();
            toResume.Add(taken);
        }
        return toResume;
    }

    /// <summary>
    /// Looks at the files themselves and returns those without a batch: their claimer died, or could not load them.
    /// </summary>
    /// <param name="inHand">Keys this process is loading just now; they are left alone.</param>
    public async Task<IReadOnlyList<ClaimedFile>> SettleFilesAsync(Predicate<string> inHand, CancellationToken token)
    {
        var known = (await site.Ledger.Batches.UnsettledAsync(site.Host, token)).ToDictionary(batch => batch.ClaimKey);
        List<ClaimedFile> toLoad = [];
        foreach (var path in Directory.EnumerateFiles(site.Folders.Claimed).Order(StringComparer.Ordinal))
        {
            if (ClaimedFile.Parse(path) is not { } claimed || inHand(claimed.Key)) continue;
            var batch = known.GetValueOrDefault(claimed.Key)
                ?? await site.Ledger.Batches.FindByClaimAsync(claimed.Key, token);
            if (batch is not null)
                CompleteCopy(claimed, batch);
            else if (!claimed.IsPart)
                toLoad.Add(claimed);
            else if (IsAbandoned(path))
                Forget(path);
        }
        return toLoad;
    }

    // Ours but not in hand: our own loading ended with an error of the world, say of the disk.
    async Task<BatchRow?> TakeAsync(BatchRow batch, CancellationToken token)
    {
        if (batch.LoaderId == site.RunnerId) return await site.Ledger.Batches.FindAsync(batch.Id, token);
        return batch.LoaderId is null
            ? await site.Ledger.Batches.TakeLoadingAsync(batch.Id, site.RunnerId, token)
            : null;
    }

    // Its maker was killed between the first slice and the rename: a row exists, so the copy was complete.
    static void CompleteCopy(ClaimedFile claimed, BatchRow batch)
    {
        if (claimed.IsPart && claimed.Name == batch.Name) claimed.Complete();
    }

    // Its maker was killed before anybody was told about it, and the user still has the original.
    bool IsAbandoned(string path) =>
        site.Time.GetUtcNow() - File.GetLastWriteTimeUtc(path) > AbandonedAfter && !OwnCopy.IsHeld(path);

    void Forget(string path)
    {
        File.Delete(path);
        LogForgotten(Path.GetFileName(path));
    }

    [LoggerMessage(1115, LogLevel.Information, "Removed {Name}, the unfinished copy of a submit that was killed")]
    partial void LogForgotten(string name);
}

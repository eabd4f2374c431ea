namespace BatchRunner.Jobs.Intake;

/// <summary>
/// Makes a batch of a file that stays where it is, or of a stream. A copy is loaded; the user's bytes are only read.
/// </summary>
public sealed class FileSubmission(IntakeSite site, BatchLoader loader)
{
    /// <param name="path">A link is followed: here the user named it.</param>
    /// <param name="name">Another name for the batch; null for the file's own.</param>
    /// <param name="priority">-1 low, 0 normal, 1 high.</param>
    /// <param name="again">Run it even if the same bytes are a batch already.</param>
    public async Task<LoadOutcome> SubmitFileAsync(
        string path, string? name, int priority, bool again, CancellationToken token)
    {
        try
        {
            var isLink = new FileInfo(path).LinkTarget is not null;
            var target = isLink ? File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName : path;
            await using var file = RegularFile.Open(target, path);
            return await SubmitStreamAsync(file, name ?? Path.GetFileName(path), priority, again, token);
        }
        catch (UnreadableFileException e)
        {
            return new LoadOutcome.Unreadable(null, e.Message);
        }
    }

    /// <param name="bytes">Read to its end.</param>
    /// <param name="name">The name of the batch.</param>
    /// <param name="priority">-1 low, 0 normal, 1 high.</param>
    /// <param name="again">Run it even if the same bytes are a batch already.</param>
    public async Task<LoadOutcome> SubmitStreamAsync(
        Stream bytes, string name, int priority, bool again, CancellationToken token)
    {
        var plainName = Path.GetFileName(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(plainName, nameof(name));
        site.Folders.Create();
        var claimed = ClaimedFile.New(site.Folders, plainName, priority, site.Time, isPart: true);
        using var copy = await OwnCopy.MakeAsync(bytes, claimed, token);
        var outcome = await loader.LoadAsync(claimed, again, token);
        switch (outcome)
        {
            case LoadOutcome.Duplicate:
                File.Delete(claimed.Path);
                break;
            case LoadOutcome.Unreadable unreadable:
                File.Delete(claimed.Path);
                File.Delete((claimed with { IsPart = false }).Path);
                if (unreadable.BatchId is { } id) await site.Ledger.Batches.MovedAsync(id, token);
                break;
        }
        return outcome;
    }
}

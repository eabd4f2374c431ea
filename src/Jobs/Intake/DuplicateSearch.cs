using System.Security.Cryptography;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Intake;

/// <summary>Finds the batch made of the same bytes. A file is hashed only when one of equal length exists.</summary>
sealed class DuplicateSearch(IntakeSite site)
{
    /// <returns>The first batch of the same bytes that was not cancelled.</returns>
    public async Task<BatchRow?> FindAsync(NumberFile file, ClaimedFile claimed, CancellationToken token)
    {
        var candidates = await site.Ledger.Batches.OfLengthAsync(file.Length, token);
        string? hash = null;
        foreach (var candidate in candidates)
        {
            if (candidate.ClaimKey == claimed.Key) continue;
            hash ??= await HashAsync(claimed.Path, token);
            if (await HashOfAsync(candidate, token) == hash) return candidate;
        }
        return null;
    }

    // A batch still loading has no hash yet, but its file lies beside ours when it is on this machine.
    async Task<string?> HashOfAsync(BatchRow batch, CancellationToken token)
    {
        if (batch.Sha256 is not null || batch.Host != site.Host) return batch.Sha256;
        try
        {
            return await HashAsync(ClaimedFile.Of(site.Folders, batch).Path, token);
        }
        catch (UnreadableFileException)
        {
            return null;
        }
    }

    static async Task<string> HashAsync(string path, CancellationToken token)
    {
        await using var file = RegularFile.Open(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, token));
    }
}

using System.Security.Cryptography;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Intake;

/// <summary>Finds the batch made of the same bytes. A file is hashed only when one of equal length exists.</summary>
sealed class DuplicateSearch(IntakeSite site)
{
    /// <returns>The first batch of the same bytes that was not cancelled.</returns>
    public async Task<BatchRow?> FindAsync(NumberFile file, ClaimedFile claimed, CancellationToken token)
    {
        if (!await site.Ledger.Batches.AnyOfLengthAsync(file.Length, token)) return null;

        var hash = await HashAsync(claimed.Path, token);
        foreach (var candidate in await site.Ledger.Batches.OfContentAsync(file.Length, hash, token))
            if (candidate.ClaimKey != claimed.Key && await HashOfAsync(candidate, token) == hash) return candidate;
        return null;
    }

    // A batch still loading has no hash yet, but its file lies beside ours when it is on this machine. It may be renamed
    // or finished while we look, so a miss is looked at once more.
    async Task<string?> HashOfAsync(BatchRow batch, CancellationToken token)
    {
        for (var look = 0; look < 2 && batch.Sha256 is null && batch.Host == site.Host; look++)
        {
            try
            {
                return await HashAsync(ClaimedFile.Of(site.Folders, batch).Path, token);
            }
            catch (UnreadableFileException)
            {
                batch = await site.Ledger.Batches.FindAsync(batch.Id, token) ?? batch;
            }
        }
        return batch.Sha256;
    }

    static async Task<string> HashAsync(string path, CancellationToken token)
    {
        await using var file = RegularFile.Open(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, token));
    }
}

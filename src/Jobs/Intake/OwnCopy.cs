namespace BatchRunner.Jobs.Intake;

/// <summary>
/// Our own copy of bytes that stay the user's, made under the name <c>.part</c> and safe on disk before anybody relies
/// on it. As long as it is open, the settlement of <c>claimed/</c> knows that its maker lives.
/// </summary>
sealed class OwnCopy : IDisposable
{
    readonly FileStream _file;

    OwnCopy(ClaimedFile claimed)
    {
        Claimed = claimed;
        _file = new(claimed.Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
    }

    public ClaimedFile Claimed { get; }

    public static async Task<OwnCopy> MakeAsync(Stream bytes, ClaimedFile claimed, CancellationToken token)
    {
        var copy = new OwnCopy(claimed);
        try
        {
            Failpoint.Reach(Failpoint.SubmitCopying);
            await bytes.CopyToAsync(copy._file, token);
            copy._file.Flush(flushToDisk: true);
            Failpoint.Reach(Failpoint.SubmitCopied);
            return copy;
        }
        catch
        {
            copy.Dispose();
            File.Delete(claimed.Path);
            throw;
        }
    }

    /// <summary>Its maker lives: somebody holds it open.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();
}

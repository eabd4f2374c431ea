using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// The watched folder. A file is taken when its size and time have not changed over the quiet period, by renaming it
/// to <c>claimed/</c>: of any number of watchers exactly one gets it. Looking is the truth; being told is only a hint.
/// </summary>
public sealed partial class Inbox(IntakeSite site, TimeSpan quiet, FileMoves moves, ILogger<Inbox> logger)
{
    static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    // Enough to keep the loaders busy, few enough that a file dropped into the high folder does not wait long.
    const int MostAtOneLook = 1000;

    readonly Queue<Sighting> _complete = [];
    Dictionary<string, Sighting> _seen = [];

    /// <summary>Files are there that are not taken yet, so it is worth looking again soon.</summary>
    public bool HasWaiting => _seen.Count > 0;

    /// <summary>Takes at most <paramref name="most"/> of the files that are complete; looks for them when it must.</summary>
    public IReadOnlyList<ClaimedFile> Claim(int most)
    {
        if (_complete.Count == 0) Look();
        List<ClaimedFile> claimed = [];
        while (claimed.Count < most && _complete.TryDequeue(out var sighting))
            if (IsUnchanged(sighting) && Take(sighting) is { } file) claimed.Add(file);
        return claimed;
    }

    void Look()
    {
        var now = site.Time.GetTimestamp();
        Dictionary<string, Sighting> seen = [];
        foreach (var (folder, priority) in Folders)
            foreach (var file in Files(folder)) seen[file.FullName] = Recall(file, priority, now);
        _seen = seen;

        var complete = from sighting in seen.Values
                       where site.Time.GetElapsedTime(sighting.Since, now) >= quiet
                       orderby sighting.Priority descending, sighting.WrittenAt, sighting.Path
                       select sighting;
        foreach (var sighting in complete.Take(MostAtOneLook)) _complete.Enqueue(sighting);
    }

    (string Folder, int Priority)[] Folders =>
        [(site.Folders.InboxHigh, 1), (site.Folders.Inbox, 0), (site.Folders.InboxLow, -1)];

    List<FileInfo> Files(string folder)
    {
        try
        {
            return
            [
                .. new DirectoryInfo(folder).EnumerateFiles("*", Everything)
                    .Where(file => !FileNames.IsIgnored(file.Name) && file.Exists),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            site.Folders.Create();
            return [];
        }
    }

    Sighting Recall(FileInfo file, int priority, long now)
    {
        var sighting = new Sighting(file.FullName, priority, file.Length, file.LastWriteTimeUtc, now, false);
        return _seen.TryGetValue(file.FullName, out var before)
            && before.Length == sighting.Length && before.WrittenAt == sighting.WrittenAt
            ? before
            : sighting;
    }

    // It was seen complete a moment ago; a file that changed since is seen again at the next look.
    static bool IsUnchanged(Sighting sighting)
    {
        var file = new FileInfo(sighting.Path);
        return file.Exists && file.Length == sighting.Length && file.LastWriteTimeUtc == sighting.WrittenAt;
    }

    ClaimedFile? Take(Sighting sighting)
    {
        var path = sighting.Path;
        var name = Path.GetFileName(path);
        try
        {
            if (RegularFile.WhyNot(path) is { } kind)
            {
                moves.ToFailed(path, name, $"{name} is {kind}; only regular files are taken from the inbox.");
                _seen.Remove(path);
                return null;
            }
            var claimed = ClaimedFile.New(site.Folders, name, sighting.Priority, site.Time, isPart: false);
            if (!AtomicRename.Try(path, claimed.Path)) CopyFromOtherDevice(path, claimed);
            Failpoint.Reach(Failpoint.IntakeClaimed);
            _seen.Remove(path);
            return claimed;
        }
        catch (FileNotFoundException)
        {
            // Another watcher took it, or the user took it back.
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays where it is and is tried again after another quiet period; the person is told once.
            if (!sighting.IsReported) LogStuck(name, e.Message);
            _seen[path] = sighting with { IsReported = true, Since = site.Time.GetTimestamp() };
            return null;
        }
    }

    // The inbox may be a mount of its own. A kill after the rename and before the deletion leaves the original in the
    // inbox; taken again it is answered as the duplicate it is.
    static void CopyFromOtherDevice(string path, ClaimedFile claimed)
    {
        var part = claimed with { IsPart = true };
        using (var source = RegularFile.Open(path))
        using (var copy = new FileStream(part.Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read))
        {
            source.CopyTo(copy);
            copy.Flush(flushToDisk: true);
        }
        part.Complete();
        File.Delete(path);
    }

    [LoggerMessage(1120, LogLevel.Warning, "{Name} stays in the inbox: {Trouble}")]
    partial void LogStuck(string name, string trouble);

    sealed record Sighting(
        string Path, int Priority, long Length, DateTime WrittenAt, long Since, bool IsReported);
}

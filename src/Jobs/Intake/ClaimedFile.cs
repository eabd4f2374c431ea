using System.Buffers;
using System.Globalization;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// A file in <c>claimed/</c>, named <c>KEY.NAME</c>: all that is known of it before its batch has a row, so that a
/// killed process loses neither its name nor its priority. While a copy is being made it ends in <c>.part</c>.
/// </summary>
/// <param name="Folder">The folder <c>claimed</c>.</param>
/// <param name="Key">Unique among all batches; its first letter is the priority.</param>
/// <param name="Name">The user's name for the file.</param>
/// <param name="IsPart">Our own copy, not yet complete or not yet in the ledger.</param>
public sealed record ClaimedFile(string Folder, string Key, string Name, bool IsPart)
{
    const string PartEnd = ".part";
    const string PriorityLetters = "lnh";
    const int KeyLength = 33;
    static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>-1 low, 0 normal, 1 high.</summary>
    public int Priority => PriorityLetters.IndexOf(Key[0], StringComparison.Ordinal) - 1;

    /// <summary>Where it stands, or is to stand once its copy is complete.</summary>
    public string Path => System.IO.Path.Combine(Folder, $"{Key}.{Name}{(IsPart ? PartEnd : "")}");

    /// <summary>A claim nobody has made yet. Keys sort by time within a priority.</summary>
    public static ClaimedFile New(DataFolders folders, string name, int priority, TimeProvider time, bool isPart)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(priority, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(priority, 1);
        var key = PriorityLetters[priority + 1] + Guid.CreateVersion7(time.GetUtcNow())
            .ToString("N", CultureInfo.InvariantCulture);
        return new(folders.Claimed, key, FileNames.Fit(name), isPart);
    }

    /// <summary>The claim of a batch in the ledger, as it stands on disk; a killed submit leaves it a part.</summary>
    public static ClaimedFile Of(DataFolders folders, BatchRow batch)
    {
        var claimed = new ClaimedFile(folders.Claimed, batch.ClaimKey, batch.Name, false);
        var part = claimed with { IsPart = true };
        return !File.Exists(claimed.Path) && File.Exists(part.Path) ? part : claimed;
    }

    /// <summary>Reads a path in <c>claimed/</c>; null when no claim of ours made it.</summary>
    public static ClaimedFile? Parse(string path)
    {
        var file = System.IO.Path.GetFileName(path);
        if (file.Length < KeyLength + 2 || file[KeyLength] != '.' || !IsKey(file[..KeyLength])) return null;

        // Names that end in .part are never claimed from the inbox, so the end can only be ours.
        var name = file[(KeyLength + 1)..];
        var isPart = name.EndsWith(PartEnd, StringComparison.Ordinal) && name.Length > PartEnd.Length;
        return new(System.IO.Path.GetDirectoryName(path)!, file[..KeyLength],
            isPart ? name[..^PartEnd.Length] : name, isPart);
    }

    /// <summary>Takes the <c>.part</c> off: the copy is complete and its batch in the ledger.</summary>
    public ClaimedFile Complete()
    {
        if (!IsPart) return this;
        var complete = this with { IsPart = false };
        try
        {
            File.Move(Path, complete.Path, overwrite: true);
        }
        catch (FileNotFoundException) when (File.Exists(complete.Path))
        {
            // A settlement of another process saw the row and was faster.
        }
        return complete;
    }

    static bool IsKey(string key) =>
        PriorityLetters.Contains(key[0], StringComparison.Ordinal) && !key.AsSpan(1).ContainsAnyExcept(HexDigits);
}

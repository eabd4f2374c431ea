using System.Globalization;
using System.Text;

namespace BatchRunner.Jobs.Intake;

/// <summary>Names of files on their way. A file system takes 255 bytes; what we add must find room in them.</summary>
public static class FileNames
{
    /// <summary>What a user's name is cut to, so that the longest of our additions still fits.</summary>
    public const int MaxNameBytes = 200;

    static readonly string[] Unfinished = [".tmp", ".part", ".partial", ".writing", ".crdownload", "~"];

    /// <summary>A name that says "not complete yet" or "not for you".</summary>
    public static bool IsIgnored(string name) =>
        name.StartsWith('.') || Unfinished.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name itself, or its stem cut until it fits, whole characters and the extension kept.</summary>
    public static string Fit(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxNameBytes) return name;

        var (stem, extension) = Split(name);
        if (Encoding.UTF8.GetByteCount(extension) > MaxNameBytes / 2) (stem, extension) = (name, "");
        var room = MaxNameBytes - Encoding.UTF8.GetByteCount(extension);
        var kept = new StringBuilder();
        foreach (var rune in stem.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0) break;
            kept.Append(rune.ToString());
        }
        return kept + extension;
    }

    /// <summary><c>july.txt</c> of batch 17 is <c>july.batch-17.txt</c>.</summary>
    public static string Done(string name, long batchId)
    {
        var (stem, extension) = Split(Fit(name));
        return Invariant($"{stem}.batch-{batchId}{extension}");
    }

    /// <summary><c>july.batch-17.factors.txt</c>: the answers, one line a number.</summary>
    public static string Factors(string name, long batchId) =>
        Invariant($"{Split(Fit(name)).Stem}.batch-{batchId}.factors.txt");

    /// <summary><c>july.batch-17.rejects.txt</c>: the lines that are no numbers, with reasons.</summary>
    public static string Rejects(string name, long batchId) =>
        Invariant($"{Split(Fit(name)).Stem}.batch-{batchId}.rejects.txt");

    /// <summary><c>july.duplicate-of-batch-17.txt</c>.</summary>
    public static string Duplicate(string name, long batchId)
    {
        var (stem, extension) = Split(Fit(name));
        return Invariant($"{stem}.duplicate-of-batch-{batchId}{extension}");
    }

    /// <summary>The name, or <c>NAME.2.EXT</c>, <c>NAME.3.EXT</c> and so on: the first that the folder does not hold.</summary>
    public static string Free(string folder, string name)
    {
        var (stem, extension) = Split(name);
        var path = Path.Combine(folder, name);
        for (var number = 2; File.Exists(path) || Directory.Exists(path); number++)
            path = Path.Combine(folder, Invariant($"{stem}.{number}{extension}"));
        return path;
    }

    // The extension of july.txt.gz is .txt.gz: what lies beside it is named after july.
    static (string Stem, string Extension) Split(string name)
    {
        var extension = Path.GetExtension(name);
        if (extension.Equals(".gz", StringComparison.OrdinalIgnoreCase))
            extension = Path.GetExtension(name[..^extension.Length]) + extension;
        return (name[..^extension.Length], extension);
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

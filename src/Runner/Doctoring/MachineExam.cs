using System.Runtime.InteropServices;
using BatchRunner.Factoring;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Runner.Hosting;
using BatchRunner.Runner.Settings;

namespace BatchRunner.Runner.Doctoring;

/// <summary>What stands around the ledger: folders, disk, processor.</summary>
static class MachineExam
{
    const long TooLittleSpace = 64L << 20;
    const long LittleSpace = 1L << 30;

    static readonly string[] Remote =
        ["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "ceph"];

    public static IEnumerable<Diagnosis> Examine(EffectiveSettings settings) =>
        [Settings(settings), .. Folders(settings), Space(settings), FileSystem(settings), Processor(settings)];

    static Diagnosis Settings(EffectiveSettings settings) => Diagnosis.Good("settings",
        settings.File is { } file ? $"read from {file}" : "no appsettings.json found: defaults apply");

    static List<Diagnosis> Folders(EffectiveSettings settings)
    {
        var folders = settings.ToFolders();
        List<Diagnosis> bad = [];
        foreach (var folder in new[] { folders.Data, folders.Inbox, folders.Claimed, folders.Done, folders.Failed })
        {
            if (Complaint(folder) is { } complaint)
            {
                bad.Add(Diagnosis.Bad("folder", $"{folder}: {complaint}",
                    "Give this user the right to write there, or name another folder (--data, Inbox:Folder)."));
            }
        }
        return bad.Count > 0 ? bad : [Diagnosis.Good("folders", $"{folders.Data} can be written")];
    }

    /// <summary>A folder that does not exist yet is judged by the nearest that does.</summary>
    static string? Complaint(string folder)
    {
        if (File.Exists(folder)) return "a file has this name";
        var probe = Path.Combine(Existing(folder), $".doctor-{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    static Diagnosis Space(EffectiveSettings settings)
    {
        var free = new DriveInfo(Existing(settings.DataFolder)).AvailableFreeSpace;
        var finding = $"{Wording.Bytes(free)} free for {settings.DataFolder}";
        return free switch
        {
            < TooLittleSpace => Diagnosis.Bad("disk", finding,
                "Free some space: files wait in the inbox until there is room."),
            < LittleSpace => Diagnosis.Note("disk", finding, "A million 64-bit numbers need about 150 MB."),
            _ => Diagnosis.Good("disk", finding),
        };
    }

    static Diagnosis FileSystem(EffectiveSettings settings)
    {
        var format = new DriveInfo(Existing(settings.DataFolder)).DriveFormat;
        return settings.Options.Ledger.Provider == "sqlite" && Remote.Contains(format, StringComparer.OrdinalIgnoreCase)
            ? Diagnosis.Bad("file system",
                $"{settings.DataFolder} is on {format}: locks of a network file system cannot be relied on",
                "Put DataFolder on a disk of this machine.")
            : Diagnosis.Good("file system", format);
    }

    static Diagnosis Processor(EffectiveSettings settings)
    {
        try
        {
            var paths = string.Join(", ", FactoringPaths.Available.Select(FactoringPaths.Name));
            return Diagnosis.Good("processor",
                $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores; factoring path "
                + $"{FactoringPaths.Name(FactoringPaths.Current)} (it has {paths}); "
                + $"{settings.Options.Runners.Processes} processes x {settings.WorkersPerProcess} workers");
        }
        catch (PlatformNotSupportedException error)
        {
            return Diagnosis.Bad("processor", $"{FactoringPaths.Variable} cannot be obeyed", error.Message);
        }
    }

    static string Existing(string folder)
    {
        var path = Path.GetFullPath(folder);
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } parent) path = parent;
        return path;
    }
}

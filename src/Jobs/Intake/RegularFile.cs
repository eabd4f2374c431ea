using System.Runtime.InteropServices;
using System.Text;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// Opens nothing but regular files. A drop folder is a door for strangers: a symbolic link would let them read any file
/// of ours, and opening a FIFO without a writer never returns.
/// </summary>
public static class RegularFile
{
    const int StatxBytes = 256;
    const int StatxModeOffset = 28;
    const int CurrentFolder = -100;
    const int NoFollow = 0x100;
    const uint WantType = 0x1;
    const int TypeMask = 0xF000;

    /// <summary>Null for a regular file, else what the path is instead, in words.</summary>
    public static string? WhyNot(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null) return "a symbolic link";
        if (Directory.Exists(path)) return "a folder";
        if (!file.Exists) return "not there";

        return OperatingSystem.IsLinux() ? WhyNotOnLinux(path) : null;
    }

    public static FileStream Open(string path) => Open(path, path);

    /// <param name="path">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="UnreadableFileException">The path is no regular file, or may not be read.</exception>
    public static FileStream Open(string path, string name)
    {
        if (WhyNot(path) is { } kind)
            throw new UnreadableFileException($"{name} is {kind}; only regular files are read.");

        try
        {
            // Delete sharing lets Windows rename the file while it is read; elsewhere it changes nothing.
            return new(path, new FileStreamOptions
            {
                Share = FileShare.Read | FileShare.Write | FileShare.Delete,
                Options = FileOptions.SequentialScan,
                BufferSize = 0,
            });
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnreadableFileException($"{name} may not be read: permission denied.", e);
        }
        catch (FileNotFoundException e)
        {
            throw new UnreadableFileException($"{name} is not there any more.", e);
        }
    }

    // .NET 10 tells links and folders apart, but not a FIFO, socket or device from a file. The kernel's statx can, with
    // one structure layout for all processors (linux/stat.h: the 16-bit mode stands at byte 28).
    static string? WhyNotOnLinux(string path)
    {
        var status = new byte[StatxBytes];
        try
        {
            var name = Encoding.UTF8.GetBytes(path + '\0');
            if (Statx(CurrentFolder, name, NoFollow, WantType, status) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
        return (MemoryMarshal.Read<ushort>(status.AsSpan(StatxModeOffset)) & TypeMask) switch
        {
            0x8000 => null,
            0x1000 => "a FIFO",
            0x2000 => "a character device",
            0x4000 => "a folder",
            0x6000 => "a block device",
            0xA000 => "a symbolic link",
            0xC000 => "a socket",
            _ => "of an unknown kind",
        };
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] status);
}

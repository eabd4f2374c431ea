using System.Runtime.InteropServices;
using System.Text;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// One rename that happens or does not. File.Move is not that: between two file systems it copies into the final name,
/// and a kill in the middle leaves half a file that looks like a whole one.
/// </summary>
static class AtomicRename
{
    const int NoSuchFile = 2;
    const int OtherDevice = 18;

    /// <returns>False when the two are on different file systems, and nothing happened.</returns>
    /// <exception cref="FileNotFoundException">The file is gone: another process was faster.</exception>
    /// <exception cref="IOException">It may not be renamed.</exception>
    public static bool Try(string from, string to)
    {
        if (OperatingSystem.IsWindows())
        {
            if (Path.GetPathRoot(from) != Path.GetPathRoot(to)) return false;
            File.Move(from, to, overwrite: true);
            return true;
        }
        if (Rename(Encoding.UTF8.GetBytes(from + '\0'), Encoding.UTF8.GetBytes(to + '\0')) == 0) return true;

        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            OtherDevice => false,
            NoSuchFile => throw new FileNotFoundException($"{from} is not there any more.", from),
            _ => throw new IOException($"{from} cannot be moved to {to}: {Marshal.GetPInvokeErrorMessage(error)}."),
        };
    }

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Rename(byte[] from, byte[] to);
}

using System.Diagnostics;

namespace BatchRunner.Storage.Tests.Sqlite;

/// <summary>A file system of its own with a few megabytes, mounted over a folder for as long as a test lasts.</summary>
sealed class TinyDisk : IDisposable
{
    readonly string _folder;

    TinyDisk(string folder) => _folder = folder;

    /// <summary>Null, with the reason printed, where a test may not mount; under CI that is a failure.</summary>
    internal static TinyDisk? Mount(string folder, int megabytes)
    {
        var refusal = OperatingSystem.IsLinux()
            ? Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder)
            : "only Linux has tmpfs";
        if (refusal.Length == 0)
        {
            // Pooled connections still look at the file that stands under the mount.
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            return new(folder);
        }

        var reason = $"Not tested: a full disk needs a tmpfs of its own, and mounting one failed: {refusal}";
        Console.WriteLine(reason);
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
        return null;
    }

    internal string Fill()
    {
        var path = Path.Combine(_folder, "filler");
        using var file = File.Create(path);
        var block = new byte[4096];
        try
        {
            while (true) RandomAccess.Write(file.SafeFileHandle, block, RandomAccess.GetLength(file.SafeFileHandle));
        }
        catch (IOException)
        {
            return path;
        }
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Run("umount", "-l", _folder);
    }

    static string Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? "" : errors.Trim() + $" (exit code {process.ExitCode})";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}

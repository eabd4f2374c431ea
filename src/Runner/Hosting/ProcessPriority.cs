using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace BatchRunner.Runner.Hosting;

/// <summary>How this process stands back for others; see Runners:ProcessPriority.</summary>
static partial class ProcessPriority
{
    const int OneProcess = 0;

    /// <summary>Only ever lowers: a process that somebody started with a low priority keeps it.</summary>
    internal static void Apply(string name)
    {
        if (name == "normal") return;

        if (OperatingSystem.IsLinux())
        {
            NiceEveryThread(name == "low" ? 19 : 10);
            return;
        }
        using var me = Process.GetCurrentProcess();
        me.PriorityClass = name == "low" ? ProcessPriorityClass.Idle : ProcessPriorityClass.BelowNormal;
    }

    // Linux keeps the nice value by thread: one set for the process would reach its first thread alone. Threads take it
    // from the one that starts them; the second round catches those that were being started during the first.
    static void NiceEveryThread(int nice)
    {
        for (var round = 0; round < 2; round++)
        {
            foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
            {
                if (int.TryParse(Path.GetFileName(thread), CultureInfo.InvariantCulture, out var id))
                    _ = SetPriority(OneProcess, id, nice);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int id, int nice);
}

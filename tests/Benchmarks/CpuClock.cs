using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BatchRunner.Benchmarks;

/// <summary>
/// CPU time, which a busy machine does not distort; where the system does not tell it, the time on the wall.
/// </summary>
static partial class CpuClock
{
    const int CallingThread = 1;
    const int Children = -1;

    /// <summary>CPU time of the calling thread while the action runs.</summary>
    public static TimeSpan OfThread(Action action) => Of(CallingThread, action);

    /// <summary>CPU time of the processes that the action starts and waits for.</summary>
    public static TimeSpan OfChildren(Action action) => Of(Children, action);

    static TimeSpan Of(int who, Action action)
    {
        if (!OperatingSystem.IsLinux())
        {
            var started = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(started);
        }
        var before = Used(who);
        action();
        return Used(who) - before;
    }

    static TimeSpan Used(int who)
    {
        // struct rusage: user and system time as two pairs of seconds and microseconds, then 14 counters.
        Span<long> usage = stackalloc long[18];
        var result = GetResourceUsage(who, ref MemoryMarshal.GetReference(usage));
        if (result != 0) throw new InvalidOperationException("getrusage failed.");
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, ref long usage);
}

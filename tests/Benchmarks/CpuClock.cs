using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BatchRunner.Benchmarks;

/// <summary>
/// CPU time, which a busy machine does not distort; where the system does not tell it, the time on the wall.
/// </summary>
static partial class CpuClock
{
    const int ThreadClock = 3;
    const int Children = -1;

    /// <summary>CPU time of the calling thread while the action runs.</summary>
    public static TimeSpan OfThread(Action action) => Of(UsedByThread, action);

    /// <summary>CPU time of the processes that the action starts and waits for.</summary>
    public static TimeSpan OfChildren(Action action) => Of(UsedByChildren, action);

    /// <summary>CPU time the calling thread has used so far.</summary>
    public static TimeSpan NowOfThread() => OperatingSystem.IsLinux()
        ? UsedByThread()
        : TimeSpan.FromSeconds((double)Stopwatch.GetTimestamp() / Stopwatch.Frequency);

    static TimeSpan Of(Func<TimeSpan> used, Action action)
    {
        if (!OperatingSystem.IsLinux())
        {
            var started = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(started);
        }
        var before = used();
        action();
        return used() - before;
    }

    static TimeSpan UsedByThread()
    {
        // struct timespec: seconds and nanoseconds.
        Span<long> time = stackalloc long[2];
        ThrowIfFailed(GetClock(ThreadClock, ref MemoryMarshal.GetReference(time)));
        return TimeSpan.FromSeconds(time[0]) + TimeSpan.FromTicks(time[1] / TimeSpan.NanosecondsPerTick);
    }

    static TimeSpan UsedByChildren()
    {
        // struct rusage: user and system time as two pairs of seconds and microseconds, then 14 counters.
        Span<long> usage = stackalloc long[18];
        ThrowIfFailed(GetResourceUsage(Children, ref MemoryMarshal.GetReference(usage)));
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    static void ThrowIfFailed(int result)
    {
        if (result != 0) throw new InvalidOperationException("The system does not tell the CPU time.");
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetClock(int clock, ref long time);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, ref long usage);
}

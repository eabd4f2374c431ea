using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BatchRunner.Jobs.Working;

/// <summary>
/// A clock of the calling thread's CPU time: a budget measured with it does not shrink because the machine is busy
/// with something else. Only its timestamps are of use, and only on one thread.
/// </summary>
/// <param name="resolution">
/// How old an answer may be. Asking the kernel costs about a third of a microsecond, and a budget is looked at in every
/// few microseconds of work; zero asks every time.
/// </param>
public sealed partial class ThreadCpuTime(TimeSpan resolution) : TimeProvider
{
    const int LinuxThreadClock = 3;
    const int MacThreadClock = 16;

    public override long TimestampFrequency => 1_000_000_000;

    readonly long _resolution = (long)(resolution.TotalSeconds * Stopwatch.Frequency);
    long _askedAt = long.MinValue / 2;
    long _answer;

    public override long GetTimestamp()
    {
        var now = Stopwatch.GetTimestamp();
        if (now - _askedAt < _resolution) return _answer;

        _askedAt = now;
        return _answer = Ask();
    }

    static long Ask()
    {
        if (OperatingSystem.IsWindows())
        {
            GetThreadTimes(GetCurrentThread(), out _, out _, out var kernel, out var user);
            return (kernel + user) * 100;
        }
        _ = ClockGetTime(OperatingSystem.IsMacOS() ? MacThreadClock : LinuxThreadClock, out var time);
        return time.Seconds * 1_000_000_000 + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    [LibraryImport("kernel32")]
    private static partial nint GetCurrentThread();

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetThreadTimes(nint thread, out long created, out long exited, out long kernel, out long user);

    [StructLayout(LayoutKind.Sequential)]
    struct TimeSpec
    {
        internal nint Seconds;
        internal nint Nanoseconds;
    }
}

using System.Runtime.InteropServices;

namespace BatchRunner.Jobs.Working;

/// <summary>
/// A clock of the calling thread's CPU time: a budget measured with it does not shrink because the machine is busy
/// with something else. Only its timestamps are of use, and only on one thread.
/// </summary>
public sealed partial class ThreadCpuTime : TimeProvider
{
    const int LinuxThreadClock = 3;
    const int MacThreadClock = 16;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp()
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

using System.Runtime.InteropServices;

namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>Signals sent without a process in between, so that a shot hits the moment it was aimed at.</summary>
static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <param name="process">A process id; negative for a process group.</param>
    /// <param name="signal">The signal's number.</param>
    /// <returns>False when there is no such process any more.</returns>
    public static bool Send(int process, int signal) => KillProcess(process, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillProcess(int process, int signal);
}

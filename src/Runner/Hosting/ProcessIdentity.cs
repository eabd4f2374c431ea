using System.Diagnostics;
using System.Globalization;

namespace BatchRunner.Runner.Hosting;

/// <summary>Tells one process from every other on this machine, also from a later one that was given the same id.</summary>
static class ProcessIdentity
{
    internal static string Host { get; } = Environment.MachineName;

    /// <summary>When a process started, as text that does not change with the clock; null when there is no such process.</summary>
    internal static string? StartOf(int pid)
    {
        try
        {
            if (OperatingSystem.IsLinux()) return StatusFields(pid)[StartField];

            using var process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>True when somebody has stopped the process (SIGSTOP, a frozen machine), so that its silence is not its own fault.</summary>
    internal static bool IsStopped(int pid)
    {
        try
        {
            return OperatingSystem.IsLinux() && StatusFields(pid)[0] is "T" or "t";
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Of proc(5)'s stat: what follows the command name in parentheses, which may itself hold spaces. Field 3, the state,
    // comes first; field 22 is the start in clock ticks since boot.
    const int StartField = 19;

    static string[] StatusFields(int pid)
    {
        var text = File.ReadAllText($"/proc/{pid}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }
}

using System.Diagnostics;
using System.Globalization;

namespace BatchRunner.Jobs;

/// <summary>
/// Places where a test can kill the process for real: <c>BATCHRUNNER_FAILPOINT=name</c> dies at the first arrival,
/// <c>name:3</c> at the third. Without the variable a place costs one comparison.
/// </summary>
public static class Failpoint
{
    static readonly string? Armed = Environment.GetEnvironmentVariable("BATCHRUNNER_FAILPOINT");
    static int s_arrivals;

    /// <summary>What a test of this assembly does instead of dying; it must tell its own arrivals from others.</summary>
    internal static Action<string>? Instead { get; set; }

    /// <summary>Marks a place between two steps that must survive a death.</summary>
    public static void Reach(string name)
    {
        if (Armed is not null) Arrive(name);
        Instead?.Invoke(name);
    }

    static void Arrive(string name)
    {
        var (armed, at) = Armed!.Split(':') is [var place, var nth]
            ? (place, int.Parse(nth, CultureInfo.InvariantCulture))
            : (Armed, 1);
        if (armed == name && Interlocked.Increment(ref s_arrivals) == at)
        {
            Console.Error.WriteLine($"Failpoint {name} reached: this process dies now.");
            // Not Environment.Exit: nothing may be flushed, unlocked or tidied up.
            Process.GetCurrentProcess().Kill();
        }
    }
}

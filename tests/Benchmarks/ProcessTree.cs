using System.Diagnostics;

namespace BatchRunner.Benchmarks;

/// <summary>What a command cost together with all processes it started.</summary>
/// <param name="CpuSeconds">User and system time of the whole tree.</param>
/// <param name="WallSeconds">From start to end.</param>
sealed record ProcessTree(double CpuSeconds, double WallSeconds)
{
    /// <summary>Runs a shell line to its end; its output is thrown away.</summary>
    /// <exception cref="InvalidOperationException">It did not end with 0 or 1.</exception>
    public static ProcessTree Measure(string folder, string line)
    {
        var started = Stopwatch.GetTimestamp();
        var cpu = CpuClock.OfChildren(() =>
        {
            using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{line} >/dev/null"]) { WorkingDirectory = folder })!;
            shell.WaitForExit();
            if (shell.ExitCode > 1) throw new InvalidOperationException($"{line} ended with {shell.ExitCode}.");
        });
        return new(cpu.TotalSeconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using BatchRunner.Jobs.Rescue;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Hosting;

/// <summary>Ends processes, and reads from how a process ended whether what it worked on may be to blame.</summary>
static class ProcessEnd
{
    const int SignalBase = 128;
    const int Kill = SignalBase + 9;
    static readonly TimeSpan KillTime = TimeSpan.FromSeconds(2);

    /// <summary>Kills a hanging runner of this machine and waits until it is gone.</summary>
    /// <returns>Null when it is another process by now or cannot be killed from here.</returns>
    internal static RunnerDeath? Stop(RunnerRow runner)
    {
        if (ProcessIdentity.StartOf(runner.Pid) != runner.PidStarted)
            return new("its process was gone when it was to be stopped", Blame: false);

        var stopped = ProcessIdentity.IsStopped(runner.Pid);
        try
        {
            using var process = Process.GetProcessById(runner.Pid);
            process.Kill();
            if (!process.WaitForExit(KillTime) && ProcessIdentity.StartOf(runner.Pid) == runner.PidStarted) return null;
        }
        catch (ArgumentException)
        {
            // It ended by itself in this moment.
        }
        catch (Win32Exception)
        {
            return null;
        }
        return stopped
            ? new("it was stopped from outside past its lease", Blame: false)
            : new("it hung past its lease", Blame: true);
    }

    /// <summary>How a child ended, told from its exit code.</summary>
    /// <param name="outOfMemoryKills">Kills by the kernel for want of memory while the child lived.</param>
    internal static RunnerDeath Explain(int exitCode, long outOfMemoryKills) => exitCode switch
    {
        ExitCode.Interrupted or ExitCode.Terminated => new("it was asked to stop", Blame: false),
        // Somebody's kill -9 is nobody's fault; but the kernel kills for want of memory with the same signal.
        Kill when outOfMemoryKills == 0 => new("it was killed from outside (signal 9)", Blame: false),
        Kill => new("it was killed for want of memory", Blame: true),
        > SignalBase and < SignalBase + 65 => new($"it crashed (signal {exitCode - SignalBase})", Blame: true),
        _ => new($"it ended with exit code {exitCode}", Blame: true),
    };

    /// <summary>How often this machine has killed a process for want of memory; 0 where that is not told.</summary>
    internal static long OutOfMemoryKills()
    {
        const string Counters = "/proc/vmstat";
        if (!File.Exists(Counters)) return 0;

        var line = File.ReadLines(Counters).FirstOrDefault(l => l.StartsWith("oom_kill ", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line["oom_kill ".Length..], CultureInfo.InvariantCulture);
    }
}

using System.Diagnostics;
using System.Globalization;
using BatchRunner.Runner.Settings;

namespace BatchRunner.Runner.Hosting;

/// <summary>
/// One runner process of ours. It holds the read end of a pipe to us: when we close the pipe it stops in good order,
/// and when we die, however, the pipe closes too. On Linux the kernel also kills it with the thread that started it,
/// which is why all children are started by one thread that lives as long as we do.
/// </summary>
sealed class ChildProcess : IDisposable
{
    readonly Process _process;
    readonly long _startedAt;
    readonly long _outOfMemoryKills;
    readonly TimeProvider _time;

    ChildProcess(Process process, TimeProvider time)
    {
        _process = process;
        _time = time;
        _startedAt = time.GetTimestamp();
        _outOfMemoryKills = ProcessEnd.OutOfMemoryKills();
        Pid = process.Id;
    }

    internal int Pid { get; }
    internal int ExitCode => _process.ExitCode;
    internal TimeSpan Age => _time.GetElapsedTime(_startedAt);

    /// <summary>Kills for want of memory on this machine since the child started.</summary>
    internal long OutOfMemoryKills => ProcessEnd.OutOfMemoryKills() - _outOfMemoryKills;

    /// <summary>Starts a child with our settings. To be called on the thread that starts all children.</summary>
    /// <param name="messages">Takes what it writes to stderr line by line; null to let it write to ours.</param>
    internal static ChildProcess Start(
        EffectiveSettings settings, IEnumerable<string> arguments, Action<string>? messages, long parentId, bool isolated,
        TimeProvider time)
    {
        var start = new ProcessStartInfo(
            OwnProgram.Path, [.. OwnProgram.FirstArguments, "work", .. settings.ToArguments(), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardError = messages is not null,
            Environment =
            {
                [Supervision.ParentVariable] = parentId.ToString(CultureInfo.InvariantCulture),
                [Supervision.IsolatedVariable] = isolated ? "1" : "0",
            },
        };
        var process = Process.Start(start)!;
        if (messages is not null)
        {
            process.ErrorDataReceived += (_, line) =>
            {
                if (line.Data is { } text) messages(text);
            };
            process.BeginErrorReadLine();
        }
        return new(process, time);
    }

    internal Task ExitAsync(CancellationToken token) => _process.WaitForExitAsync(token);

    /// <summary>Asks the child to stop: it commits what is computed and leaves.</summary>
    internal void AskToStop()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }
    }

    internal void Kill() => _process.Kill();

    public void Dispose() => _process.Dispose();
}

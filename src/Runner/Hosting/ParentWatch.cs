using System.Runtime.InteropServices;

namespace BatchRunner.Runner.Hosting;

/// <summary>
/// The child's side of <see cref="ChildProcess"/>: no child outlives its parent, whatever happens to the parent.
/// </summary>
static partial class ParentWatch
{
    const int SetParentDeathSignal = 1;
    const int SignalKill = 9;

    /// <summary>A token that ends when the parent closes the pipe.</summary>
    internal static CancellationToken Begin()
    {
        // A child that is stopped, or too busy to read its pipe, would survive a closed pipe; not this.
        if (OperatingSystem.IsLinux()) _ = ProcessControl(SetParentDeathSignal, SignalKill);

        var closed = new CancellationTokenSource();
        new Thread(() =>
        {
            using var pipe = Console.OpenStandardInput();
            Span<byte> anything = stackalloc byte[64];
            while (pipe.Read(anything) > 0)
            {
                // Nobody writes: only the end counts.
            }
            closed.Cancel();
        })
        { IsBackground = true, Name = "parent watch" }.Start();
        return closed.Token;
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nint argument);
}

using System.Runtime.InteropServices;

namespace BatchRunner.Runner.Terminal;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks for an orderly end through <see cref="Token"/>, the second ends the process at
/// once.
/// </summary>
public sealed class Interruption : IDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly PosixSignalRegistration[] _registrations;
    int _signals;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Handle(signal, Runner.ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Handle(signal, Runner.ExitCode.Terminated)),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>What the first signal makes the process answer; null when there was none.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    void Handle(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1) Environment.Exit(exitCode);
        ExitCode = exitCode;
        _stop.Cancel();
    }
}

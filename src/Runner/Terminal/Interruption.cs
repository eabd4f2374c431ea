using System.Runtime.InteropServices;

namespace BatchRunner.Runner.Terminal;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks for an orderly end through <see cref="Token"/>, the second ends the process at
/// once.
/// </summary>
public sealed class Interruption : IDisposable
{
    /// <summary>
    /// An orderly end that something holds up, such as a ledger that another process has locked, is given up: what is
    /// not committed by then is done again, as after a kill.
    /// </summary>
    static readonly TimeSpan OrderlyEnd = TimeSpan.FromSeconds(2.5);

    readonly CancellationTokenSource _stop = new();
    readonly PosixSignalRegistration[] _registrations;
    ITimer? _deadline;
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
        _deadline?.Dispose();
        _stop.Dispose();
    }

    void Handle(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1) Environment.Exit(exitCode);
        ExitCode = exitCode;
        _deadline = TimeProvider.System.CreateTimer(
            _ => Environment.Exit(exitCode), null, OrderlyEnd, Timeout.InfiniteTimeSpan);
        _stop.Cancel();
    }
}

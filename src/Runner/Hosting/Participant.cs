using System.Reflection;
using BatchRunner.Runner.Commands;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Hosting;

/// <summary>This process's part in the ledger: a row in <c>runners</c> and the liveness that goes with it.</summary>
sealed class Participant : IAsyncDisposable
{
    readonly Ledger _ledger;

    Participant(Ledger ledger, HeldLiveness liveness, long id)
    {
        _ledger = ledger;
        Liveness = liveness;
        Id = id;
    }

    internal long Id { get; }
    internal HeldLiveness Liveness { get; }

    internal static string Version { get; } =
        typeof(Participant).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <param name="role">One of <see cref="RunnerRole"/>.</param>
    /// <param name="workers">Execution slots of this process.</param>
    internal static async Task<Participant> JoinAsync(Ledger ledger, string role, int workers, CancellationToken token)
    {
        // Alive first, known second: a row whose liveness is not held yet would look dead.
        HeldLiveness? liveness = null;
        try
        {
            liveness = ledger.Liveness.Hold();
            liveness.Beat(new long[workers]);
            var id = await ledger.Runners.RegisterAsync(
                new(
                    role, Supervision.ParentId, ProcessIdentity.Host, Environment.ProcessId,
                    ProcessIdentity.StartOf(Environment.ProcessId) ?? "unknown", liveness.Name, Version, workers,
                    Supervision.IsIsolated),
                token);
            return new(ledger, liveness, id);
        }
        catch (Exception e)
        {
            // Nobody knows of this liveness yet, so nobody else would ever clear it away.
            liveness?.Dispose();
            if (e is not (IOException or UnauthorizedAccessException)) throw;
            throw new VerbException(ExitCode.LedgerUnavailable,
                $"The folder of {ledger.Database.Name} cannot be written: {e.Message} Free some space or mend its permissions.");
        }
    }

    /// <summary>Says goodbye: what this process still holds is free at once.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await _ledger.Runners.EndAsync(Id, "stopped", "it was asked to stop", blame: false, patience.Token);
        }
        catch (Exception e) when (e is LedgerException or OperationCanceledException)
        {
            // The others find out by themselves: the liveness ends with this process.
        }
        Liveness.Dispose();
    }
}

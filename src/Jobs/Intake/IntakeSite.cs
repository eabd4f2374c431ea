using BatchRunner.Storage;
using Polly;

namespace BatchRunner.Jobs.Intake;

/// <summary>Where intake and export happen and on whose behalf.</summary>
/// <param name="Host">This machine: files stay on the machine that took them in.</param>
/// <param name="RunnerId">This process in the ledger; what it loads or exports is leased to it.</param>
/// <param name="Patience">
/// What to do while the ledger is in the way: a service waits (<see cref="LedgerPatience"/>), a command that somebody
/// waits for gives up at once (<see cref="ResiliencePipeline.Empty"/>).
/// </param>
public sealed record IntakeSite(
    Ledger Ledger, DataFolders Folders, IntakeLimits Limits, string Host, long RunnerId, TimeProvider Time,
    ResiliencePipeline Patience)
{
    /// <param name="ask">May have happened although it fails: it must be harmless to do it twice.</param>
    internal async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken token) =>
        await Patience.ExecuteAsync(async _ => await ask(), token);
}

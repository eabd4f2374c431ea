using BatchRunner.Jobs.Intake;
using BatchRunner.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Hosting;

/// <summary>
/// Takes files in for as long as the program runs: from the inbox, and from <c>claimed/</c> what others have left. A few
/// at a time, so that a file of gigabytes does not keep a small one waiting.
/// </summary>
/// <param name="inbox">Null when only what is claimed already is settled.</param>
sealed partial class IntakeService(
    IntakeSite site, Inbox? inbox, ClaimedFiles claimed, BatchLoader loader, FileMoves moves, ILogger<IntakeService> logger)
    : BackgroundService
{
    const int MostLoads = 4;
    static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan SettleEvery = TimeSpan.FromSeconds(2);

    readonly Dictionary<string, Task> _loads = [];
    string? _trouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        site.Folders.Create();
        using var timer = new PeriodicTimer(Turn, site.Time);
        long? settledAt = null;
        try
        {
            do
            {
                try
                {
                    if (settledAt is null || site.Time.GetElapsedTime(settledAt.Value) > SettleEvery)
                    {
                        await SettleAsync(stoppingToken);
                        settledAt = site.Time.GetTimestamp();
                    }
                    TakeFromInbox(stoppingToken);
                    _trouble = null;
                }
                catch (Exception e) when (e is LedgerException { IsPassing: true } or IOException or UnauthorizedAccessException)
                {
                    if (_trouble != e.Message) LogTrouble(e.Message);
                    _trouble = e.Message;
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            // What is half loaded goes on at the next start; the ledger knows how far it came.
            await Task.WhenAll(_loads.Values);
        }
    }

    async Task SettleAsync(CancellationToken token)
    {
        Forget();
        var unloaded = await claimed.SettleAsync(_loads.ContainsKey, token);
        foreach (var file in unloaded.Files) Begin(file.Key, file.Name, () => LoadAsync(file, token));
        foreach (var batch in unloaded.Batches) Begin(batch.ClaimKey, batch.Name, () => loader.ResumeAsync(batch, token));
    }

    void TakeFromInbox(CancellationToken token)
    {
        Forget();
        if (inbox is null || _loads.Count >= MostLoads) return;

        foreach (var file in inbox.Claim(MostLoads - _loads.Count))
            Begin(file.Key, file.Name, () => LoadAsync(file, token));
    }

    async Task<LoadOutcome> LoadAsync(ClaimedFile file, CancellationToken token)
    {
        var outcome = await loader.LoadAsync(file, again: false, token);
        if (outcome is LoadOutcome.Duplicate duplicate) moves.ToDuplicates(file, duplicate.BatchId);
        // Of a file that has a batch the settlement makes the last move, once the batch is cancelled.
        if (outcome is LoadOutcome.Unreadable { BatchId: null } unreadable)
            moves.ToFailed(file.Path, file.Name, unreadable.Reason);
        return outcome;
    }

    void Begin(string key, string name, Func<Task<LoadOutcome>> load) =>
        _loads[key] = Task.Run(async () =>
        {
            try
            {
                await load();
            }
            catch (OperationCanceledException)
            {
                // The program stops.
            }
            catch (Exception e) when (e is LedgerException or IOException or UnauthorizedAccessException)
            {
                // It stays in claimed/, and the next settlement takes it up again.
                LogPostponed(name, e.Message);
            }
        });

    void Forget()
    {
        foreach (var (key, load) in _loads.Where(l => l.Value.IsCompleted).ToList())
        {
            _loads.Remove(key);
            // A mistake of ours ends the program instead of being forgotten.
            load.GetAwaiter().GetResult();
        }
    }

    [LoggerMessage(3301, LogLevel.Warning, "Files wait to be taken in: {Reason}")]
    partial void LogTrouble(string reason);

    [LoggerMessage(3302, LogLevel.Warning, "{Name} is taken in later: {Reason}")]
    partial void LogPostponed(string name, string reason);
}

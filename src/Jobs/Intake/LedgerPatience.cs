using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// Asks the ledger again while the world is in the way (busy, disk full, unreachable), ever more slowly, and goes on
/// by itself when it has passed.
/// </summary>
/// <param name="longest">How long to be patient; <see cref="Timeout.InfiniteTimeSpan"/> is for ever.</param>
public sealed partial class LedgerPatience(TimeProvider time, TimeSpan longest, ILogger<LedgerPatience> logger)
{
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <param name="ask">May have happened although it fails: it must be harmless to do it twice.</param>
    /// <exception cref="LedgerException">It does not pass by itself, or lasted longer than the patience.</exception>
    public async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken token)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await ask();
            }
            catch (LedgerException e) when (e.IsPassing && IsPatient(started))
            {
                LogWaiting(e.Message, pause.TotalSeconds);
            }
            await Task.Delay(pause, time, token);
        }
    }

    bool IsPatient(long started) => longest == Timeout.InfiniteTimeSpan || time.GetElapsedTime(started) < longest;

    [LoggerMessage(1100, LogLevel.Warning, "{Trouble} Trying again in {Seconds} s")]
    partial void LogWaiting(string trouble, double seconds);
}

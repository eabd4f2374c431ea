using BatchRunner.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Hosting;

/// <summary>
/// Takes a turn of something again and again for as long as the program runs. While the ledger or the disk is in the
/// way it says so once and goes on trying.
/// </summary>
sealed partial class TurnService(
    string name, TimeSpan interval, Func<CancellationToken, Task> turn, TimeProvider time, ILogger<TurnService> logger)
    : BackgroundService
{
    string? _trouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            try
            {
                await turn(stoppingToken);
                if (_trouble is not null) LogGoesOn(name);
                _trouble = null;
            }
            catch (Exception e) when (e is LedgerException { IsPassing: true } or IOException or UnauthorizedAccessException)
            {
                if (_trouble != e.Message) LogTrouble(name, e.Message);
                _trouble = e.Message;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(3101, LogLevel.Warning, "The {Name} waits: {Reason}")]
    partial void LogTrouble(string name, string reason);

    [LoggerMessage(3102, LogLevel.Information, "The {Name} goes on")]
    partial void LogGoesOn(string name);
}

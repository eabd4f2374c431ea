using Hangfire.Logging;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace BatchRunner.Hangfire.Tickets;

/// <summary>Hangfire's own words: warnings and worse, where everything else is told.</summary>
sealed partial class HangfireLog(ILoggerFactory loggers) : ILogProvider
{
    internal static void Use(ILoggerFactory loggers) => LogProvider.SetCurrentLogProvider(new HangfireLog(loggers));

    public ILog GetLogger(string name) => new Log(loggers.CreateLogger(name));

    sealed partial class Log(ILogger logger) : ILog
    {
        bool ILog.Log(global::Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception)
        {
            if (logLevel < global::Hangfire.Logging.LogLevel.Warn) return false;

            var level = logLevel == global::Hangfire.Logging.LogLevel.Warn ? LogLevel.Warning : LogLevel.Error;
            if (messageFunc?.Invoke() is { } words) LogWords(level, words, exception);
            return true;
        }

        [LoggerMessage(EventId = 4102, Message = "{Words}")]
        partial void LogWords(LogLevel level, string words, Exception? exception);
    }
}

using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace BatchRunner.Runner.Hosting;

/// <summary>
/// What a person who waits for <c>run</c> has to know while a bar is on the screen: why nothing moves, and the warnings
/// of this process and its runners. Each is told once, above the bar.
/// </summary>
sealed class RunNotices : ILoggerProvider
{
    static readonly string[] WarningLevels = [" warn: ", " fail: ", " crit: "];

    readonly Lock _gate = new();
    readonly HashSet<string> _told = [];
    readonly HashSet<long> _paused = [];

    internal void Tell(string message)
    {
        lock (_gate)
        {
            if (_told.Add(message)) Write(message);
        }
    }

    /// <summary>Tells of a pause when it begins.</summary>
    internal void Look(IEnumerable<BatchSummary> batches)
    {
        foreach (var batch in batches)
        {
            if (!batch.Paused) _paused.Remove(batch.Id);
            else if (_paused.Add(batch.Id))
                Write($"batch {batch.Id} ({batch.Name}) is paused: 'batchrunner resume {batch.Id}' lets it go on.");
        }
    }

    /// <summary>Passes on what a runner process wrote, if it is a warning or worse.</summary>
    /// <param name="line">As the console logger writes it: time, level, category with the event's number, message.</param>
    internal void Relay(string line)
    {
        var isWarning = WarningLevels.Any(level => line.Contains(level, StringComparison.Ordinal));
        var message = line.IndexOf("] ", StringComparison.Ordinal);
        if (isWarning && message >= 0) Tell(line[(message + 2)..]);
    }

    static void Write(string message)
    {
        if (Console.IsErrorRedirected) CommandLine.Tell(message);
        else Screen.Messages.WriteLine($"{CommandLine.ProgramName}: {message}");
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    sealed class Logger(RunNotices notices) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) notices.Tell(formatter(state, exception));
        }
    }
}

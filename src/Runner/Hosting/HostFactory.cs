using BatchRunner.Runner.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace BatchRunner.Runner.Hosting;

/// <summary>A host without anything this program does not use: it starts in a few milliseconds.</summary>
static class HostFactory
{
    /// <summary>Longer than any service here needs to stop in good order.</summary>
    static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(5);

    internal static HostApplicationBuilder Create(Verbosity verbosity)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = ShutdownTime;
            options.ServicesStopConcurrently = true;
        });
        builder.Logging.SetMinimumLevel(Level(verbosity)).AddFilter("Microsoft", LogLevel.Warning);
        // Data goes to stdout, everything a person is told to stderr.
        builder.Logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.UseUtcTimestamp = false;
            options.TimestampFormat = "HH:mm:ss ";
            options.ColorBehavior = Console.IsErrorRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
                ? LoggerColorBehavior.Disabled
                : LoggerColorBehavior.Default;
        });
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder;
    }

    static LogLevel Level(Verbosity verbosity) => verbosity switch
    {
        Verbosity.Quiet => LogLevel.Error,
        Verbosity.Normal => LogLevel.Information,
        Verbosity.Detailed => LogLevel.Debug,
        _ => LogLevel.Trace,
    };

    // Signals are taken in one place for the whole program, before any host exists.
    sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

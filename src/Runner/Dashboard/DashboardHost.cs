using BatchRunner.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// The running dashboard: a web server of its own inside the process, so that nothing the service itself is configured
/// with (environment, appsettings, signals) reaches it by accident.
/// </summary>
public sealed class DashboardHost : IAsyncDisposable
{
    /// <summary>Forms hold a few words; whatever is larger is none of ours.</summary>
    const long MostBodyBytes = 64 << 10;

    readonly WebApplication _app;

    DashboardHost(WebApplication app)
    {
        _app = app;
        Url = new(app.Urls.First());
    }

    /// <summary>Where it listens, with the port it really got.</summary>
    public Uri Url { get; }

    /// <summary>Starts listening; dispose of the host to stop.</summary>
    /// <exception cref="DashboardException">The address is wrong, taken or not allowed without a token.</exception>
    public static async Task<DashboardHost> StartAsync(
        Ledger ledger, TimeProvider time, DashboardSetup setup, ILoggerFactory logs, CancellationToken token)
    {
        if (setup.Trouble() is { } trouble) throw new DashboardException(trouble);

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(setup.Url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
        });
        // Ctrl-C belongs to the service around this host.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(1);
            // Without throughput (the failure is logged) the pages are still worth having.
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });
        builder.Logging.AddProvider(new ForwardedLogs(logs));
        builder.AddDashboard(ledger, time, setup);
        var app = builder.Build();
        app.UseDashboard();
        try
        {
            await app.StartAsync(token);
            return new(app);
        }
        catch (IOException e)
        {
            await app.DisposeAsync();
            throw new DashboardException(
                $"The dashboard cannot listen on {setup.Url}: {e.Message} " +
                "Choose another address with --set Dashboard:Url=http://127.0.0.1:PORT.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken token) => Task.CompletedTask;

        public Task StopAsync(CancellationToken token) => Task.CompletedTask;
    }

    /// <summary>The factory belongs to the service; this host must not dispose of it.</summary>
    sealed class ForwardedLogs(ILoggerFactory logs) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => logs.CreateLogger(categoryName);

        public void Dispose()
        {
        }
    }
}

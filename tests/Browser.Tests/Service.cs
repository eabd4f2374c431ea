using System.Text;
using BatchRunner.Storage;

namespace BatchRunner.Browser.Tests;

/// <summary>The real program: <c>serve</c> with one runner process, in a folder of its own, on a free port.</summary>
sealed class Service : IAsyncDisposable
{
    const string Announcement = "batchrunner: Dashboard: ";

    readonly TempFolder _folder = new();
    readonly StringBuilder _messages = new();
    RunnerProcess _process = null!;
    Task _reading = Task.CompletedTask;

    public Uri Url { get; private set; } = null!;

    public string DataFolder => Path.Combine(_folder.Path, "data");

    /// <summary>Everything the program has said so far.</summary>
    public string Messages
    {
        get
        {
            lock (_messages) return _messages.ToString();
        }
    }

    /// <summary>Waits until the program has said something.</summary>
    public async Task SaidAsync(string words)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Messages.Contains(words, StringComparison.Ordinal)) await Task.Delay(20, limit.Token);
    }

    public static async Task<Service> StartAsync(params string[] settings)
    {
        var service = new Service();
        string[] all =
        [
            "Dashboard:Url=http://127.0.0.1:0", "Inbox:QuietSeconds=0.1", "Runners:Processes=1",
            "Runners:WorkersPerProcess=1", .. settings,
        ];
        service._process = RunnerProcess.Start(
            service._folder.Path, null, ["serve", .. all.SelectMany(s => new[] { "--set", s })]);
        // Visits to all pages take minutes on a slow machine.
        service._process.Grant(TimeSpan.FromHours(1));
        while (await service._process.Messages.ReadLineAsync(service._process.TimeOut) is { } line)
        {
            service._messages.AppendLine(line);
            if (!line.StartsWith(Announcement, StringComparison.Ordinal)) continue;

            service.Url = new(line[Announcement.Length..]);
            service._reading = service.ReadOnAsync();
            return service;
        }
        throw new InvalidOperationException($"The service did not start: {service.Messages}");
    }

    async Task ReadOnAsync()
    {
        while (await _process.Messages.ReadLineAsync(_process.TimeOut) is { } line)
            lock (_messages) _messages.AppendLine(line);
    }

    /// <summary>A file for a reader to choose or drop.</summary>
    public string File(string name, string text) => _folder.File(name, text);

    public Task<Ledger> LedgerAsync() =>
        Ledger.OpenSqliteAsync(DataFolder, TimeProvider.System, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _process.SignalAsync("INT");
            await _process.ExitAsync();
            await _reading;
        }
        finally
        {
            await _process.DisposeAsync();
            _folder.Dispose();
        }
    }
}

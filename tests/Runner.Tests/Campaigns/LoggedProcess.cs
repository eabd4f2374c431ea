using System.Collections.Concurrent;

namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>A process of the program whose output somebody reads all the time, as a terminal would.</summary>
sealed class LoggedProcess : IAsyncDisposable
{
    readonly RunnerProcess _process;
    readonly ConcurrentQueue<string> _lines = [];
    readonly Task _reading;

    public LoggedProcess(RunnerProcess process, string name)
    {
        _process = process;
        Name = name;
        process.Grant(TimeSpan.FromHours(4));
        _reading = Task.WhenAll(ReadAsync(process.Output), ReadAsync(process.Messages));
    }

    public string Name { get; }

    public int Id => _process.Id;

    public IReadOnlyCollection<string> Lines => _lines;

    public bool HasSaid(string text) => _lines.Any(l => l.Contains(text, StringComparison.Ordinal));

    public void CloseInput() => _process.Input.Close();

    /// <summary>Waits for its end and for the last it had to say, which its children may say too.</summary>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        var code = await _process.ExitAsync().WaitAsync(limit);
        await _reading.WaitAsync(limit);
        return code;
    }

    async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line) _lines.Enqueue(line);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}

namespace BatchRunner.Runner.Tests;

/// <summary>A data folder in which <c>run</c> has finished one batch of three numbers and two rejects.</summary>
public sealed class FinishedBatch : IAsyncLifetime, IDisposable
{
    public const string Input = "# numbers of july\n360\n\n=1+1\n18446744073709551617\nabc\n+007\n";

    readonly TempFolder _folder = new();

    /// <summary>The working folder; the ledger is in its <c>data</c>.</summary>
    public string Path => _folder.Path;

    public string Ledger => System.IO.Path.Combine(Path, "data", "ledger.db");

    internal RunnerResult Run { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _folder.File("july.txt", Input);
        Run = await DoAsync("run", "july.txt", "--processes", "1", "--workers", "1");
    }

    public async Task<RunnerResult> DoAsync(params string[] arguments)
    {
        await using var runner = RunnerProcess.Start(Path, null, arguments);
        return await runner.EndAsync([]);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}

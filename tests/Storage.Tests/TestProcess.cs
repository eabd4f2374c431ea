using System.Diagnostics;

namespace BatchRunner.Storage.Tests;

/// <summary>This assembly as a real process: see Program.cs.</summary>
sealed class TestProcess : IDisposable
{
    readonly Process _process;

    internal TestProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(TestProcess).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
    }

    /// <summary>What it says first; an empty line when it fails.</summary>
    internal async Task<string> SayAsync() => await _process.StandardOutput.ReadLineAsync() ?? "";

    internal async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    internal Task<string> ErrorsAsync() => _process.StandardError.ReadToEndAsync();

    /// <summary>SIGKILL: nothing of its own runs any more.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}

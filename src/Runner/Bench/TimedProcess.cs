using System.Diagnostics;
using BatchRunner.Runner.Settings;

namespace BatchRunner.Runner.Bench;

/// <summary>What a finished program cost.</summary>
/// <param name="ExitCode">Null when it was ended at its time limit.</param>
/// <param name="Wall">From before its start to its end.</param>
/// <param name="Messages">Its stderr.</param>
sealed record TimedProcess(int? ExitCode, TimeSpan Wall, string Messages)
{
    /// <summary>Runs a program to its end, or to the limit; when we are interrupted it goes with all it started.</summary>
    /// <param name="folder">Its working folder.</param>
    /// <param name="limit"><see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
    internal static async Task<TimedProcess> RunAsync(
        string folder, TimeSpan limit, string program, IReadOnlyList<string> arguments, CancellationToken token)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The settings of this machine's user are for work, and could lead to a ledger that is in use.
        var settings = start.Environment.Keys
            .Where(name => name.StartsWith(EffectiveSettings.VariablePrefix, StringComparison.OrdinalIgnoreCase));
        foreach (var name in settings.ToList()) start.Environment.Remove(name);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
        patience.CancelAfter(limit);
        var started = TimeProvider.System.GetTimestamp();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var messages = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            token.ThrowIfCancellationRequested();
            return new(null, TimeProvider.System.GetElapsedTime(started), "");
        }
        var wall = TimeProvider.System.GetElapsedTime(started);
        await output;
        return new(process.ExitCode, wall, await messages);
    }
}

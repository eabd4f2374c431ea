using System.Diagnostics;

namespace BatchRunner.Runner.Tests;

/// <summary>Debian's <c>factor</c>, which ours is compared with. Every Debian has it, in coreutils.</summary>
static class GnuFactor
{
    const string Program = "/usr/bin/factor";

    public static bool IsInstalled => File.Exists(Program);

    public static async Task<RunnerResult> RunAsync(string[] arguments, byte[] input)
    {
        using var timeOut = new CancellationTokenSource(RunnerProcess.Patience);
        using var process = Process.Start(new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(timeOut.Token);
        var messages = process.StandardError.ReadToEndAsync(timeOut.Token);
        await process.StandardInput.BaseStream.WriteAsync(input, timeOut.Token);
        process.StandardInput.Close();
        await process.WaitForExitAsync(timeOut.Token);
        return new(process.ExitCode, await output, await messages);
    }
}

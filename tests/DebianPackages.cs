using System.Diagnostics;

namespace BatchRunner.Tests;

/// <summary>
/// What a test brings along from Debian's packages. Test projects run beside each other and may all lack something, but
/// only one installation goes at a time: the others wait for it.
/// </summary>
static class DebianPackages
{
    static readonly string Gate = Path.Combine(Path.GetTempPath(), "batchrunner-packages.lock");

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>This process may install packages.</summary>
    internal static bool MayInstall => Environment.UserName == "root" && File.Exists("/usr/bin/apt-get");

    /// <exception cref="InvalidOperationException">They could not be installed; says why.</exception>
    internal static async Task InstallAsync(params string[] packages)
    {
        const string Script =
            """
            apt-get update -q && exec apt-get install -y -q --no-install-recommends \
                -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold "$@"
            """;
        using var process = Process.Start(new ProcessStartInfo("flock", [Gate, "sh", "-c", Script, "sh", .. packages])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
        })!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var said = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"'apt-get install {string.Join(' ', packages)}' ended with {process.ExitCode}: {string.Concat(said)}");
        }
    }
}

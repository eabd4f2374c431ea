using System.Diagnostics;
using BatchRunner.Tests;

namespace BatchRunner.Storage.Tests.Postgres;

/// <summary>
/// Debian's PostgreSQL binaries, installed when they are missing and may be; and a user to run them, because the server
/// refuses to run as root.
/// </summary>
static class PostgresBinaries
{
    const string Versions = "/usr/lib/postgresql";
    const string ClusterSettings = "/etc/postgresql-common/createcluster.conf";

    static bool IsRoot => Environment.UserName == "root";

    /// <exception cref="InvalidOperationException">There are none and they cannot be installed; says why.</exception>
    internal static async Task<string> FindAsync()
    {
        if (Newest() is { } found) return found;

        if (!DebianPackages.MayInstall)
        {
            throw new InvalidOperationException(
                "These tests need a PostgreSQL server. Set BATCHRUNNER_TEST_POSTGRES to the connection string of one, " +
                $"or install one so that {Versions}/*/bin exists (apt-get install postgresql).");
        }
        await InstallAsync();
        return Newest() ?? throw new InvalidOperationException(
            $"apt-get has installed postgresql, but {Versions} holds no server.");
    }

    static string? Newest() => Directory.Exists(Versions)
        ? Directory.GetDirectories(Versions)
            .Select(folder => Path.Combine(folder, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "postgres")))
            .MaxBy(bin => int.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), out var version) ? version : 0)
        : null;

    static async Task InstallAsync()
    {
        // Debian's package would set up and start a server of its own.
        if (!File.Exists(ClusterSettings))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ClusterSettings)!);
            await File.WriteAllTextAsync(ClusterSettings, "create_main_cluster = false\n");
        }
        await DebianPackages.InstallAsync("postgresql");
    }

    /// <summary>A process that is not root's, reading from a pipe of ours.</summary>
    internal static ProcessStartInfo Unprivileged(string program, params string[] arguments) => new(
        IsRoot ? "setpriv" : program,
        IsRoot
            ? ["--reuid=nobody", "--regid=nogroup", "--clear-groups", program, .. arguments]
            : arguments)
    {
        RedirectStandardInput = true,
        WorkingDirectory = "/",
    };

    /// <summary>Gives a folder to the user that runs the server.</summary>
    internal static Task GiveAwayAsync(string folder) =>
        IsRoot ? RunAsync(new ProcessStartInfo("chown", ["nobody:nogroup", folder])) : Task.CompletedTask;

    internal static Task RunAsync(string program, params string[] arguments) =>
        RunAsync(Unprivileged(program, arguments));

    static async Task RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"'{start.FileName} {string.Join(' ', start.ArgumentList)}' ended with {process.ExitCode}: " +
                string.Concat(said));
        }
    }
}

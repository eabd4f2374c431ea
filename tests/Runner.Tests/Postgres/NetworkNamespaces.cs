using System.Diagnostics;
using System.Globalization;
using BatchRunner.Storage.Tests.Postgres;
using Npgsql;

namespace BatchRunner.Runner.Tests.Postgres;

/// <summary>
/// Three hosts as network namespaces of this machine, each of the two that run with a host name of its own: a pair of
/// virtual interfaces leads from the database to each of them and one to the test.
/// </summary>
sealed class NetworkNamespaces : HostNetwork
{
    const int Hosts = 2;

    readonly string _name = $"br{Environment.ProcessId}";

    public NetworkNamespaces()
    {
        Run("ip", "netns", "add", Database);
        Run("ip", "-n", Database, "link", "set", "lo", "up");
        for (var host = 0; host < Hosts; host++)
        {
            Run("ip", "netns", "add", Host(host));
            Run("ip", "-n", Host(host), "link", "set", "lo", "up");
            Run("ip", "link", "add", Wire(host), "netns", Database, "type", "veth",
                "peer", "name", "wire", "netns", Host(host));
            Run("ip", "-n", Host(host), "address", "add", Address(host, 2) + "/30", "dev", "wire");
            Run("ip", "-n", Host(host), "link", "set", "wire", "up");
        }
        Run("ip", "link", "add", Wire(Hosts), "netns", Database, "type", "veth", "peer", "name", _name);
        Run("ip", "address", "add", Address(Hosts, 2) + "/30", "dev", _name);
        Run("ip", "link", "set", _name, "up");
        for (var wire = 0; wire <= Hosts; wire++)
        {
            Run("ip", "-n", Database, "address", "add", Address(wire, 1) + "/30", "dev", Wire(wire));
            Run("ip", "-n", Database, "link", "set", Wire(wire), "up");
        }
    }

    /// <summary>This process may make them: it is tried.</summary>
    public static bool ArePermitted { get; } = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && CanMake();

    public override string Kind => "three network namespaces";

    public override bool HasTwoHosts => true;

    string Database => _name + "-db";

    string Host(int host) => string.Create(CultureInfo.InvariantCulture, $"{_name}-host{host}");

    static string Wire(int host) => string.Create(CultureInfo.InvariantCulture, $"wire{host}");

    static string Address(int wire, int end) => string.Create(CultureInfo.InvariantCulture, $"10.213.{wire}.{end}");

    public override Task<PostgresServer> StartServerAsync() => PostgresServer.StartElsewhereAsync(
        ["nsenter", $"--net=/run/netns/{Database}"], Address(Hosts, 1), "10.213.0.0/16");

    public override string[] Launcher(int host) =>
    [
        "nsenter", $"--net=/run/netns/{Host(host)}", "unshare", "--uts",
        "sh", "-c", $"hostname {Host(host)} && exec \"$0\" \"$@\"",
    ];

    public override string ConnectionString(int host, string local) =>
        new NpgsqlConnectionStringBuilder(local) { Host = Address(host, 1) }.ConnectionString;

    public override Task CutAsync(int host) => SetAsync(host, "down");

    public override Task HealAsync(int host) => SetAsync(host, "up");

    // At the database's end: the host's own interface stays up, as with a cable that is cut somewhere.
    Task SetAsync(int host, string state)
    {
        Run("ip", "-n", Database, "link", "set", Wire(host), state);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var name in (string[])[Host(0), Host(1), Database]) Run("ip", "netns", "delete", name);
        return ValueTask.CompletedTask;
    }

    static bool CanMake()
    {
        var name = $"br{Environment.ProcessId}-try";
        try
        {
            Run("unshare", "--uts", "hostname", name);
            Run("ip", "netns", "add", name);
            try
            {
                Run("ip", "-n", name, "link", "add", "wire0", "type", "veth", "peer", "name", "wire1");
            }
            finally
            {
                Run("ip", "netns", "delete", name);
            }
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} answered {process.ExitCode}: {said}");
        }
    }
}

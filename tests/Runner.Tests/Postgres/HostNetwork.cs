using BatchRunner.Storage.Tests.Postgres;

namespace BatchRunner.Runner.Tests.Postgres;

/// <summary>A database and two hosts, each with a wire to it that can be cut.</summary>
abstract class HostNetwork : IAsyncDisposable
{
    public static HostNetwork Create() => NetworkNamespaces.ArePermitted ? new NetworkNamespaces() : new Wires();

    /// <summary>What it is made of, for people.</summary>
    public abstract string Kind { get; }

    /// <summary>
    /// The hosts have names of their own. On one host a runner that is silent for a lease counts as hanging and is killed.
    /// </summary>
    public abstract bool HasTwoHosts { get; }

    /// <summary>Starts the server where the database is.</summary>
    public abstract Task<PostgresServer> StartServerAsync();

    /// <summary>What starts a program on host 0 or 1.</summary>
    public abstract string[] Launcher(int host);

    /// <summary>How host 0 or 1 reaches the database.</summary>
    /// <param name="local">How it is reached from here.</param>
    public abstract string ConnectionString(int host, string local);

    /// <summary>From now on nothing that is sent arrives, in either direction, and nobody is told.</summary>
    public abstract Task CutAsync(int host);

    public abstract Task HealAsync(int host);

    public abstract ValueTask DisposeAsync();
}

using System.Net;
using System.Net.Sockets;
using BatchRunner.Storage.Tests.Postgres;
using Npgsql;

namespace BatchRunner.Runner.Tests.Postgres;

/// <summary>
/// Two hosts that are this machine, each with a relay between itself and the database that stands still while it is cut:
/// for machines on which no network can be made.
/// </summary>
sealed class Wires : HostNetwork
{
    readonly Wire[] _wires = [new(), new()];
    PostgresServer? _server;

    public override string Kind => "relays on one host";

    public override bool HasTwoHosts => false;

    public override async Task<PostgresServer> StartServerAsync()
    {
        _server = await PostgresServer.StartOwnAsync();
        foreach (var wire in _wires) wire.Start(_server.Port);
        return _server;
    }

    public override string[] Launcher(int host) => [];

    public override string ConnectionString(int host, string local) =>
        new NpgsqlConnectionStringBuilder(local) { Port = _wires[host].Port }.ConnectionString;

    public override Task CutAsync(int host)
    {
        _wires[host].Cut();
        return Task.CompletedTask;
    }

    public override Task HealAsync(int host)
    {
        _wires[host].Heal();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var wire in _wires) wire.Dispose();
        return ValueTask.CompletedTask;
    }

    sealed class Wire : IDisposable
    {
        readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        readonly CancellationTokenSource _end = new();
        volatile TaskCompletionSource _whole = Whole();

        internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        internal void Start(int serverPort)
        {
            _listener.Start();
            _ = AcceptAsync(serverPort);
        }

        internal void Cut() => _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal void Heal() => _whole.TrySetResult();

        static TaskCompletionSource Whole()
        {
            var whole = new TaskCompletionSource();
            whole.SetResult();
            return whole;
        }

        async Task AcceptAsync(int serverPort)
        {
            try
            {
                while (true) _ = RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token), serverPort);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The end of the test.
            }
        }

        async Task RelayAsync(TcpClient client, int serverPort)
        {
            using var server = new TcpClient();
            using (client)
            {
                try
                {
                    await _whole.Task.WaitAsync(_end.Token);
                    await server.ConnectAsync(IPAddress.Loopback, serverPort, _end.Token);
                    // Whoever hangs up first ends both.
                    await Task.WhenAny(
                        PumpAsync(client.GetStream(), server.GetStream()), PumpAsync(server.GetStream(), client.GetStream()));
                }
                catch (Exception e) when (e is OperationCanceledException or SocketException)
                {
                    // Both ends hear of it when they are closed.
                }
            }
        }

        async Task PumpAsync(NetworkStream from, NetworkStream to)
        {
            var buffer = new byte[1 << 16];
            try
            {
                while (await from.ReadAsync(buffer, _end.Token) is > 0 and var count)
                {
                    await _whole.Task.WaitAsync(_end.Token);
                    await to.WriteAsync(buffer.AsMemory(0, count), _end.Token);
                }
                // A farewell does not arrive either.
                await _whole.Task.WaitAsync(_end.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // Hung up.
            }
        }

        public void Dispose()
        {
            _end.Cancel();
            _listener.Dispose();
            _end.Dispose();
        }
    }
}

using Hangfire;
using Hangfire.Server;

namespace BatchRunner.Hangfire.Tickets;

/// <summary>
/// This process as a Hangfire server: announced, beating and taken off the list by Hangfire itself. Its workers are run
/// by <see cref="TicketEngine"/>.
/// </summary>
sealed class TicketServer : IBackgroundProcess, IDisposable
{
    static readonly TimeSpan StopTime = TimeSpan.FromSeconds(1);

    readonly Lock _gate = new();
    readonly JobStorage _storage;
    readonly BackgroundProcessingServer _server;
    volatile TaskCompletionSource<string> _id = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _workers;
    int _announced;

    internal TicketServer(JobStorage storage, int workers)
    {
        _storage = storage;
        _announced = workers;
        _server = new(
            storage, [this],
            new Dictionary<string, object> { ["Queues"] = Queues.All, ["WorkerCount"] = workers },
            new()
            {
                ServerName = Environment.MachineName,
                HeartbeatInterval = TimeSpan.FromSeconds(5),
                ServerCheckInterval = TimeSpan.FromSeconds(10),
                ServerTimeout = TimeSpan.FromSeconds(20),
                CancellationCheckInterval = TimeSpan.FromSeconds(2),
                StopTimeout = StopTime,
                ShutdownTimeout = StopTime,
            });
    }

    /// <summary>The name Hangfire knows this process by.</summary>
    internal string Id(CancellationToken token)
    {
        var id = _id.Task;
        if (!id.IsCompleted) id.Wait(token);
        return id.Result;
    }

    /// <summary>A worker came or left; whoever looks at the servers is told.</summary>
    internal void Changed(int by)
    {
        lock (_gate) _workers += by;
    }

    // Started again under another name after Hangfire lost sight of this server.
    void IBackgroundProcess.Execute(BackgroundProcessContext context)
    {
        if (_id.Task.IsCompleted) _id = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _id.SetResult(context.ServerId);
        while (!context.StoppingToken.WaitHandle.WaitOne(StopTime)) Announce(context.ServerId);
    }

    void Announce(string id)
    {
        int workers;
        lock (_gate) workers = _workers;
        if (workers == _announced) return;

        using var connection = _storage.GetConnection();
        connection.AnnounceServer(id, new() { Queues = Queues.All, WorkerCount = workers });
        _announced = workers;
    }

    public void Dispose()
    {
        _server.SendStop();
        _server.WaitForShutdown(StopTime);
        _server.Dispose();
    }
}

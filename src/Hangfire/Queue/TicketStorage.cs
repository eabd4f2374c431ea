using BatchRunner.Hangfire.Tickets;
using Hangfire.Server;
using Hangfire.Storage;
using Hangfire.Storage.SQLite;
using SQLite;

namespace BatchRunner.Hangfire.Queue;

/// <summary>
/// Hangfire's SQLite storage with a queue of ours. Its connections are safe between threads and need no fsync a ticket:
/// what a power cut takes of them is written again by the sweep.
/// </summary>
sealed class TicketStorage : SQLiteStorage
{
    static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Each worker holds a connection for as long as it works; the rest is for servers, sweep and pages.</summary>
    const int PooledConnections = 1024 + 12;

    const int JournalSizeLimit = 16 << 20;

    TicketStorage(SQLiteDbConnectionFactory connections, SQLiteStorageOptions options) : base(connections, options)
    {
    }

    /// <param name="path">The file; it is created when there is none.</param>
    /// <param name="lease">A ticket that was fetched and not renewed for this long is given to another worker.</param>
    internal static TicketStorage Open(string path, TimeSpan lease, TimeProvider time)
    {
        var options = new SQLiteStorageOptions
        {
            QueuePollInterval = StorageFactory.PollInterval,
            InvisibilityTimeout = lease,
            PoolSize = PooledConnections,
        };
        var storage = new TicketStorage(new(() => Connect(path)), options);
        storage.QueueProviders.Add(new TicketQueueProvider(lease, time), Queues.All);
        return storage;
    }

    static SQLiteConnection Connect(string path)
    {
        var connection = new SQLiteConnection(
            path, SQLiteOpenFlags.ReadWrite | SQLiteOpenFlags.Create | SQLiteOpenFlags.FullMutex, storeDateTimeAsTicks: true)
        {
            BusyTimeout = BusyTimeout,
        };
        connection.ExecuteScalar<string>("PRAGMA synchronous = NORMAL");
        // One process checkpoints, as with the ledger.
        connection.ExecuteScalar<int>("PRAGMA wal_autocheckpoint = 0");
        connection.ExecuteScalar<int>($"PRAGMA journal_size_limit = {JournalSizeLimit}");
        return connection;
    }

    public override IMonitoringApi GetMonitoringApi() => new TicketMonitor(base.GetMonitoringApi());

#pragma warning disable CS0618, CS0672 // The storage still gives its housekeepers under their old interface.
    /// <summary>None: one process keeps house for all (<see cref="StorageHousekeeping"/>).</summary>
    public override IEnumerable<IServerComponent> GetComponents() => [];
#pragma warning restore CS0618, CS0672
}

using Hangfire.Storage.SQLite;

namespace BatchRunner.Hangfire.Queue;

/// <summary>Puts <see cref="TicketQueue"/> in the place of the storage's own queue.</summary>
sealed class TicketQueueProvider(TimeSpan lease, TimeProvider time) : IPersistentJobQueueProvider
{
    public IPersistentJobQueue GetJobQueue(HangfireDbContext connection) => new TicketQueue(connection.Database, lease, time);

    public IPersistentJobQueueMonitoringApi GetJobQueueMonitoringApi(HangfireDbContext connection) =>
        new Monitor(new(connection));

    /// <summary>The table is the storage's own, so that is who looks at it; it already names the queues, too.</summary>
    sealed class Monitor(SQLiteJobQueueMonitoringApi table) : IPersistentJobQueueMonitoringApi
    {
        public IEnumerable<string> GetQueues() => [];

        public IEnumerable<int> GetEnqueuedJobIds(string queue, int from, int perPage) =>
            table.GetEnqueuedJobIds(queue, from, perPage);

        public IEnumerable<int> GetFetchedJobIds(string queue, int from, int perPage) =>
            table.GetFetchedJobIds(queue, from, perPage);

        public EnqueuedAndFetchedCountDto GetEnqueuedAndFetchedCount(string queue) =>
            table.GetEnqueuedAndFetchedCount(queue);
    }
}

using System.Globalization;
using Hangfire.Storage;
using Hangfire.Storage.SQLite;
using SQLite;

namespace BatchRunner.Hangfire.Queue;

/// <summary>
/// Hangfire's queue table worked so that no two processes fetch the same row: one statement takes it and stamps it. The
/// stamp is a lease, renewed while the ticket is in hand, and the fence of whoever ends it.
/// </summary>
sealed class TicketQueue(SQLiteConnection connection, TimeSpan lease, TimeProvider time) : IPersistentJobQueue
{
    const long NotFetched = 0;

    public void Enqueue(string queue, string jobId) => connection.Execute(
        "INSERT INTO JobQueue (JobId, Queue, FetchedAt) VALUES (?, ?, ?)",
        int.Parse(jobId, CultureInfo.InvariantCulture), queue, NotFetched);

    /// <summary>Waits for a ticket: the first queue that has one, its oldest first.</summary>
    public IFetchedJob Dequeue(string[] queues, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var queue in queues)
                if (Fetch(queue) is { } fetched) return fetched;

            cancellationToken.WaitHandle.WaitOne(StorageFactory.PollInterval);
        }
    }

    FetchedTicket? Fetch(string queue)
    {
        var now = time.GetUtcNow().UtcTicks;
        var expired = now - lease.Ticks;
        // Looked for first: idle workers never take the write lock.
        if (connection.ExecuteScalar<int>(
            "SELECT EXISTS (SELECT 1 FROM JobQueue WHERE Queue = ? AND FetchedAt < ?)", queue, expired) == 0)
        {
            return null;
        }
        var rows = connection.Query<Row>(
            """
            UPDATE JobQueue SET FetchedAt = ?
            WHERE Id = (SELECT Id FROM JobQueue WHERE Queue = ? AND FetchedAt < ? ORDER BY Id LIMIT 1)
            RETURNING Id, JobId
            """,
            now, queue, expired);
        return rows is [var row] ? new(connection, row.Id, row.JobId, now, lease, time) : null;
    }

    sealed class Row
    {
        public int Id { get; set; }
        public int JobId { get; set; }
    }
}

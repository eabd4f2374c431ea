using BatchRunner.Hangfire.Tickets;
using Hangfire.Storage.SQLite;
using SQLite;

namespace BatchRunner.Hangfire.Queue;

/// <summary>
/// Keeps Hangfire's SQLite file small, in one process for all: the log is folded back, old traces are removed, counters
/// are summed.
/// </summary>
sealed class StorageHousekeeping(TicketStorage storage, Chief chief, TimeProvider time)
{
    static readonly TimeSpan CleaningTurn = TimeSpan.FromMinutes(1);

    /// <summary>The storage's housekeepers rest within their turn; here the turns are ours.</summary>
    static readonly TimeSpan NoRest = TimeSpan.FromMilliseconds(1);

    long _cleanedAt = time.GetTimestamp();

    internal async Task TurnAsync(CancellationToken token)
    {
        if (!await chief.IsMeAsync(token)) return;

        await Task.Run(() => Keep(token), token);
    }

    void Keep(CancellationToken token)
    {
        try
        {
            using (var context = storage.CreateAndOpenConnection())
                context.Database.ExecuteScalar<int>("PRAGMA wal_checkpoint(TRUNCATE)");
            if (time.GetElapsedTime(_cleanedAt) < CleaningTurn) return;

            _cleanedAt = time.GetTimestamp();
            new ExpirationManager(storage, NoRest).Execute(token);
            new CountersAggregator(storage, NoRest).Execute(token);
        }
        catch (SQLiteException e)
        {
            // What takes the turns says so once and tries again.
            throw new IOException(e.Message, e);
        }
    }
}

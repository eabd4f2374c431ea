using System.Globalization;
using Hangfire.Storage;
using SQLite;

namespace BatchRunner.Hangfire.Queue;

/// <summary>
/// A ticket in hand. Every statement compares the stamp it was fetched or last renewed with: whoever lost it to another
/// worker neither removes nor gives back what is not his.
/// </summary>
sealed class FetchedTicket : IFetchedJob
{
    readonly SQLiteConnection _connection;
    readonly int _id;
    readonly Lock _gate = new();
    readonly TimeProvider _time;
    readonly ITimer _renewal;
    long _stamp;
    bool _ended;

    internal FetchedTicket(
        SQLiteConnection connection, int id, int jobId, long stamp, TimeSpan lease, TimeProvider time)
    {
        _connection = connection;
        _id = id;
        _stamp = stamp;
        _time = time;
        JobId = jobId.ToString(CultureInfo.InvariantCulture);
        _renewal = time.CreateTimer(_ => Renew(), null, lease / 3, lease / 3);
    }

    public string JobId { get; }

    void Renew()
    {
        lock (_gate)
        {
            if (_ended) return;

            var now = _time.GetUtcNow().UtcTicks;
            try
            {
                if (Execute("UPDATE JobQueue SET FetchedAt = ? WHERE Id = ? AND FetchedAt = ?", now, _id, _stamp) == 1)
                    _stamp = now;
            }
            catch (SQLiteException)
            {
                // Busy or full: there are two more tries within the lease, and the chunk's own lease decides anyway.
            }
        }
    }

    public void RemoveFromQueue() => End("DELETE FROM JobQueue WHERE Id = ? AND FetchedAt = ?");

    public void Requeue() => End("UPDATE JobQueue SET FetchedAt = 0 WHERE Id = ? AND FetchedAt = ?");

    void End(string statement)
    {
        lock (_gate)
        {
            if (_ended) return;

            Execute(statement, _id, _stamp);
            _ended = true;
        }
    }

    int Execute(string statement, params object[] values) => _connection.Execute(statement, values);

    public void Dispose()
    {
        _renewal.Dispose();
        Requeue();
    }
}

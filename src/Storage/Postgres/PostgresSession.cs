using System.Data.Common;
using System.Globalization;
using Dapper;
using Npgsql;

namespace BatchRunner.Storage.Postgres;

/// <summary>
/// The session whose life is a runner's: it holds the runner's lock, shows that its workers move, hears of chunks that
/// became ready and reads the database's clock. A thread of its own keeps it, so that a busy processor never looks like
/// death. When it breaks, it is built up again for as long as that takes; a runner that was given up meanwhile then
/// takes part again, with new claims, for what it held is lost.
/// </summary>
sealed class PostgresSession : HeldLiveness
{
    const string Prefix = "lock-";

    /// <summary>A stop is noticed after this long at most.</summary>
    const int TurnMillis = 250;

    static readonly TimeSpan BeatTurn = TimeSpan.FromSeconds(1);
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    readonly PostgresDatabase _database;
    readonly PostgresWakeUps _wakeUps;
    readonly ManualResetEventSlim _stop = new();
    readonly Lock _gate = new();
    readonly Thread _thread;
    readonly int _number;
    long[] _beats = [];
    long[] _movedAt = [];
    NpgsqlConnection? _connection;
    bool _isLocked;
    long? _beatAt;

    /// <exception cref="LedgerException">The server cannot be reached.</exception>
    internal PostgresSession(PostgresDatabase database, PostgresWakeUps wakeUps)
    {
        _database = database;
        _wakeUps = wakeUps;
        try
        {
            Connect();
            do _number = _connection!.ExecuteScalar<int>("SELECT nextval('liveness_numbers')");
            while (!TryLock());
        }
        catch (DbException e)
        {
            _connection?.Dispose();
            throw PostgresErrors.ExplainRefusal(e, database.Name);
        }
        _thread = new(Loop) { IsBackground = true, Name = "ledger session", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public override string Name => Prefix + _number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number of the lock behind a name; -1 for a name of another kind of ledger.</summary>
    internal static long Number(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) &&
        int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : -1;

    public override void Beat(ReadOnlySpan<long> workers)
    {
        var now = _database.Time.GetTimestamp();
        lock (_gate)
        {
            if (_beats.Length != workers.Length)
            {
                _beats = workers.ToArray();
                _movedAt = new long[workers.Length];
                Array.Fill(_movedAt, now);
            }
            for (var i = 0; i < workers.Length; i++)
            {
                if (_beats[i] == workers[i]) continue;

                (_beats[i], _movedAt[i]) = (workers[i], now);
            }
        }
    }

    void Loop()
    {
        var pause = FirstPause;
        while (!_stop.IsSet)
        {
            try
            {
                if (_connection is null) Connect();
                if (!_isLocked) TryLock();
                if (_beatAt is not { } at || _database.Time.GetElapsedTime(at) >= BeatTurn) Write();
                pause = FirstPause;
                _connection!.Wait(TurnMillis);
            }
            catch (DbException)
            {
                // Whoever works hears of it from its own questions to the ledger.
                Disconnect();
                _stop.Wait(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        Disconnect();
    }

    void Connect()
    {
        var connection = _database.Session();
        try
        {
            connection.Notification += (_, _) => _wakeUps.Wake();
            connection.Open();
            connection.Execute("LISTEN batchrunner_ready");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        _connection = connection;
        // Whatever became ready while nobody listened.
        _wakeUps.Wake();
    }

    // The server may still believe in the session before: then the lock is free when it has noticed.
    bool TryLock() => _isLocked = _connection!.ExecuteScalar<bool>(
        "SELECT pg_try_advisory_lock(@Class, @Number)", new { Class = PostgresLocks.Runner, Number = _number });

    void Write()
    {
        long[] beats, still;
        lock (_gate)
        {
            beats = [.. _beats];
            still = [.. _movedAt.Select(at => (long)_database.Time.GetElapsedTime(at).TotalMilliseconds)];
        }
        var asked = _database.Time.GetTimestamp();
        var moment = _connection!.ExecuteScalar<DateTimeOffset>(
            """
            INSERT INTO runner_beats (liveness, beats, moved_at)
            SELECT @Name, @Beats,
                   ARRAY(SELECT now() - millis * INTERVAL '1 millisecond'
                         FROM unnest(@Still) WITH ORDINALITY AS s (millis, worker) ORDER BY worker)
            ON CONFLICT (liveness) DO UPDATE SET beats = excluded.beats, moved_at = excluded.moved_at
            RETURNING clock_timestamp()
            """,
            new { Name, Beats = beats, Still = still });
        _database.Heard(moment, asked);
        _beatAt = asked;

        // Given up while it was cut off: its chunks belong to others, but it may claim again. Not while it hangs.
        if (_isLocked && (still.Length == 0 || still.Min() < _database.Lease.TotalMilliseconds))
        {
            _connection!.Execute(
                "UPDATE runners SET state = 'alive', ended_at = NULL, end_reason = NULL WHERE liveness = @Name AND state = 'dead'",
                new { Name });
        }
    }

    void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
        _isLocked = false;
        _beatAt = null;
    }

    public override void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }
}

using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage.Postgres;

/// <summary>
/// Liveness among many machines: a runner holds an advisory lock in a session of its own, and the server lets go of it
/// when the session ends, which is at once when its process dies and soon when its network does. Since when each worker
/// has not moved is judged by the database's clock.
/// </summary>
sealed class PostgresLiveness(PostgresDatabase database, PostgresWakeUps wakeUps) : Liveness
{
    public override bool SeesOtherHosts => true;

    public override HeldLiveness Hold() => new PostgresSession(database, wakeUps);

    public override IReadOnlyDictionary<string, LivenessSign> Look(IReadOnlyCollection<string> names)
    {
        string[] asked = [.. names];
        return Ask(connection => connection.Query<Sign>(
            """
            SELECT asked.name,
                   l.objid IS NOT NULL AS is_locked,
                   now() - pg_postmaster_start_time() < @Grace * INTERVAL '1 second' AS has_just_started,
                   coalesce(b.beats, '{}') AS beats,
                   ARRAY(SELECT extract(EPOCH FROM now() - moved)::DOUBLE PRECISION
                         FROM unnest(b.moved_at) WITH ORDINALITY AS m (moved, worker) ORDER BY worker) AS seconds
            FROM unnest(@Names, @Numbers) AS asked (name, number)
            LEFT JOIN pg_locks l ON l.locktype = 'advisory' AND l.classid = @Class AND l.objsubid = 2 AND l.granted
                AND l.objid::BIGINT = asked.number
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            LEFT JOIN runner_beats b ON b.liveness = asked.name
            """,
            new
            {
                Names = asked,
                Numbers = asked.Select(PostgresSession.Number).ToArray(),
                Class = (long)PostgresLocks.Runner,
                Grace = database.Lease.TotalSeconds,
            }).ToDictionary(sign => sign.Name, sign => sign.ToSign()));
    }

    public override void Forget(string name) =>
        Ask(connection => connection.Execute("DELETE FROM runner_beats WHERE liveness = @Name", new { Name = name }));

    T Ask<T>(Func<DbConnection, T> question)
    {
        try
        {
            using var connection = database.OpenForReadingAsync(CancellationToken.None).GetAwaiter().GetResult();
            return question(connection);
        }
        catch (DbException e) when (database.Explain(e) is { } explained)
        {
            throw explained;
        }
    }

    sealed record Sign
    {
        public required string Name { get; init; }
        public bool IsLocked { get; init; }
        public bool HasJustStarted { get; init; }
        public long[] Beats { get; init; } = [];
        public double[] Seconds { get; init; } = [];

        // When the server starts again, no session is there yet: everybody has a lease's time to come back.
        internal LivenessSign ToSign() => IsLocked
            ? new(true, Beats, [.. Seconds.Select(TimeSpan.FromSeconds)])
            : new(HasJustStarted, [], null);
    }
}

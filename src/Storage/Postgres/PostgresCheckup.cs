using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage.Postgres;

/// <summary>Looks at a PostgreSQL ledger without changing it: it is neither created nor migrated.</summary>
public static class PostgresCheckup
{
    /// <param name="connectionString">Npgsql's.</param>
    /// <param name="lease">The lease of the ledger's runners.</param>
    /// <param name="time">This machine's time, to be compared with the server's.</param>
    /// <exception cref="LedgerException">It cannot be reached.</exception>
    public static async Task<PostgresFacts> LookAsync(
        string connectionString, TimeSpan lease, TimeProvider time, CancellationToken token)
    {
        var database = new PostgresDatabase(new PostgresConnections(connectionString, lease), time);
        return await database.ReadAsync(async connection =>
        {
            var facts = await connection.QuerySingleAsync<PostgresFacts>(
                """
                SELECT current_setting('server_version') AS version,
                       pg_database_size(current_database()) AS bytes,
                       current_setting('max_connections')::INTEGER
                           - current_setting('superuser_reserved_connections')::INTEGER AS most_sessions,
                       (SELECT count(*)::INTEGER FROM pg_stat_activity WHERE backend_type = 'client backend') AS sessions,
                       (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS is_encrypted,
                       pg_is_in_recovery() AS is_standby,
                       clock_timestamp() AS clock
                """);
            return facts with
            {
                Name = database.Name,
                Edition = await EditionAsync(connection),
                KnownEdition = PostgresMigrations.Latest,
                ClockAhead = facts.Clock - time.GetUtcNow(),
            };
        }, token);
    }

    static async Task<int> EditionAsync(DbConnection connection) =>
        await PostgresMigrations.HasEditionsAsync(connection, null)
            ? await PostgresMigrations.LastEditionAsync(connection, null)
            : 0;
}

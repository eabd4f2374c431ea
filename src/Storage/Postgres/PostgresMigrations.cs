using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage.Postgres;

/// <summary>
/// Brings a ledger to this program's edition. An advisory lock lets one of many processes that start at once migrate;
/// the others then find it done.
/// </summary>
static class PostgresMigrations
{
    internal static IReadOnlyList<LedgerScript> Scripts { get; } = LedgerScript.Of("Postgres");

    /// <summary>The edition this program writes.</summary>
    internal static int Latest => Scripts[^1].Edition;

    /// <exception cref="LedgerException">A newer program wrote the ledger.</exception>
    internal static async Task ApplyAsync(PostgresDatabase database, CancellationToken token)
    {
        try
        {
            await using var connection = await database.OpenAsync(Durability.PowerCut, token);
            if (await EditionAsync(connection, database, null) == Latest) return;

            await using var transaction = await database.BeginAsync(connection, token);
            // Whoever migrates may take longer than others usually wait for a lock.
            await connection.ExecuteAsync("SET LOCAL lock_timeout = 0", transaction: transaction);
            await connection.ExecuteAsync(
                $"SELECT pg_advisory_xact_lock({PostgresLocks.Migration})", transaction: transaction);
            var edition = await EditionAsync(connection, database, transaction);
            foreach (var script in Scripts.Where(s => s.Edition > edition))
            {
                await connection.ExecuteAsync(script.Text(), transaction: transaction);
                await connection.ExecuteAsync(
                    "INSERT INTO editions (edition) VALUES (@Edition)", new { script.Edition }, transaction);
            }
            if (edition == 0)
            {
                await connection.ExecuteAsync(
                    "INSERT INTO ledger (id, epoch, created_at) VALUES (1, @Epoch, @Now)",
                    new { Epoch = Random.Shared.NextInt64(1, long.MaxValue), database.Now }, transaction);
            }

            await transaction.CommitAsync(token);
            // Types and columns this connection has seen may be others now.
            PostgresConnections.Renew();
        }
        catch (DbException e) when (database.Explain(e) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>0 for a database that holds no ledger.</summary>
    static async Task<int> EditionAsync(
        DbConnection connection, PostgresDatabase database, DbTransaction? transaction)
    {
        if (!await HasEditionsAsync(connection, transaction)) return 0;

        var edition = await LastEditionAsync(connection, transaction);
        return edition <= Latest
            ? edition
            : throw new LedgerException(LedgerTrouble.TooNew,
                $"The ledger {database.Name} has edition {edition}; this program knows editions up to {Latest}. " +
                "Use the newer program, or another database.");
    }

    // Not to_regclass: it may answer from a cache that does not know yet what was made while we waited for the lock.
    internal static Task<bool> HasEditionsAsync(DbConnection connection, DbTransaction? transaction) =>
        connection.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'editions' AND pg_table_is_visible(oid))",
            transaction: transaction);

    internal static Task<int> LastEditionAsync(DbConnection connection, DbTransaction? transaction) =>
        connection.ExecuteScalarAsync<int>(
            "SELECT coalesce(max(edition), 0) FROM editions", transaction: transaction);
}

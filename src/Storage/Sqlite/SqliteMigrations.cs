using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage.Sqlite;

/// <summary>
/// Brings a ledger to this program's edition: the scripts <c>NNN_*.sql</c> in order, each once. The edition is SQLite's
/// <c>user_version</c>, read and written under one write lock, so that of many processes starting at once exactly one
/// migrates and the others find it done.
/// </summary>
static class SqliteMigrations
{
    internal static IReadOnlyList<LedgerScript> Scripts { get; } = LedgerScript.Of("Sqlite");

    /// <summary>The edition this program writes.</summary>
    internal static int Latest => Scripts[^1].Edition;

    /// <exception cref="LedgerException">A newer program wrote the ledger.</exception>
    internal static async Task ApplyAsync(SqliteDatabase database, CancellationToken token)
    {
        try
        {
            await using var connection = await database.CreateAsync(token);
            var journal = await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode");
            if (await VersionAsync(connection, database) == Latest && journal == "wal") return;

            // The journal mode belongs to the file and cannot change inside a transaction; setting it twice is
            // harmless.
            // Pages of 8 KiB make the hot insert a tenth cheaper; they too can only be chosen before the first table.
            await connection.ExecuteAsync("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL");

            await using var transaction = await database.BeginAsync(connection, token);
            var version = await VersionAsync(connection, database);
            foreach (var script in Scripts.Where(s => s.Edition > version))
                await connection.ExecuteAsync(script.Text(), transaction: transaction);
            if (version == 0)
            {
                await connection.ExecuteAsync(
                    "INSERT INTO ledger (id, epoch, created_at) VALUES (1, @Epoch, @Now)",
                    new { Epoch = Random.Shared.NextInt64(1, long.MaxValue), database.Now }, transaction);
            }

            await connection.ExecuteAsync($"PRAGMA user_version = {Latest}", transaction: transaction);
            await transaction.CommitAsync(token);
        }
        catch (DbException e) when (database.Explain(e) is { } explained)
        {
            throw explained;
        }
    }

    static async Task<int> VersionAsync(DbConnection connection, SqliteDatabase database)
    {
        var version = await connection.ExecuteScalarAsync<int>("PRAGMA user_version");
        return version <= Latest
            ? version
            : throw new LedgerException(LedgerTrouble.TooNew,
                $"The ledger {database.Name} has edition {version}; this program knows editions up to {Latest}. " +
                "Use the newer program, or another DataFolder.");
    }
}

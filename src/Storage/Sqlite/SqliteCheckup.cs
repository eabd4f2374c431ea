using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BatchRunner.Storage.Sqlite;

/// <summary>Looks at a ledger file without changing it: it is neither created nor migrated.</summary>
public static class SqliteCheckup
{
    static readonly Version FirstWithFault = new(3, 7, 0);
    static readonly Version LastWithFault = new(3, 51, 2);

    /// <param name="dataFolder">The folder of the ledger.</param>
    /// <param name="deep">Check the structure of the whole file, which reads all of it.</param>
    /// <returns>Null when the folder holds no ledger.</returns>
    /// <exception cref="LedgerException">It cannot be read.</exception>
    public static async Task<LedgerFacts?> LookAsync(string dataFolder, bool deep, CancellationToken token)
    {
        var path = Ledger.SqliteFile(dataFolder);
        if (!File.Exists(path)) return null;
        try
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadWrite,
                DefaultTimeout = 5,
                Pooling = false,
            }.ToString());
            await connection.OpenAsync(token);
            await connection.ExecuteAsync("PRAGMA wal_autocheckpoint = 0");
            return new(
                path,
                await connection.ExecuteScalarAsync<int>("PRAGMA user_version"),
                SqliteMigrations.Latest,
                $"SQLite {connection.ServerVersion}",
                await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode") ?? "",
                new FileInfo(path).Length,
                new FileInfo(path + "-wal") is { Exists: true } log ? log.Length : 0,
                HasFault(connection.ServerVersion),
                deep ? await DamageAsync(connection) : null);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(e, path) ?? new LedgerException(LedgerTrouble.Unreachable, e.Message, e);
        }
    }

    static async Task<string?> DamageAsync(DbConnection connection)
    {
        var found = await connection.ExecuteScalarAsync<string>("PRAGMA quick_check(1)");
        return found == "ok" ? null : found;
    }

    // In these versions two checkpoints that race a commit can damage the file: see docs/ARCHITECTURE.md.
    static bool HasFault(string version) =>
        Version.Parse(version) is var parsed && parsed >= FirstWithFault && parsed <= LastWithFault;
}

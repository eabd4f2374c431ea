using BatchRunner.Storage.Tests.Contract;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BatchRunner.Storage.Tests.Sqlite;

/// <summary>A ledger file in a temp folder of its own.</summary>
public sealed class SqliteLedgerSource : LedgerSource
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("batchrunner-ledger-");

    internal string Folder => _folder.FullName;

    internal string File => Ledger.SqliteFile(Folder);

    public override Task<Ledger> OpenAsync(TimeProvider time) =>
        Ledger.OpenSqliteAsync(Folder, time, CancellationToken.None);

    public override async Task<IReadOnlyList<T>> QueryAsync<T>(string sql)
    {
        await using var connection = await ConnectAsync();
        return [.. await connection.QueryAsync<T>(sql)];
    }

    public override async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await connection.ExecuteAsync(sql);
    }

    /// <summary>A connection of a stranger, such as the sqlite3 command: none of our settings.</summary>
    internal async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        await connection.OpenAsync();
        await connection.ExecuteAsync("PRAGMA wal_autocheckpoint = 0; PRAGMA busy_timeout = 10000");
        return connection;
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

using BatchRunner.Storage.Postgres;
using BatchRunner.Storage.Tests.Contract;
using Dapper;
using Npgsql;

namespace BatchRunner.Storage.Tests.Postgres;

/// <summary>A ledger in a database of its own on the real server.</summary>
public sealed class PostgresLedgerSource : LedgerSource
{
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    PostgresServer? _server;
    string? _connectionString;

    internal string ConnectionString => _connectionString!;

    /// <summary>The clock of the test is the ledger's, as if the database's stood so.</summary>
    public override async Task<Ledger> OpenAsync(TimeProvider time)
    {
        await CreateAsync();
        return await Ledger.OpenAsync(
            new PostgresDatabase(new PostgresConnections(ConnectionString, Lease), time), CancellationToken.None);
    }

    internal async Task CreateAsync()
    {
        _server ??= await PostgresServer.SharedAsync();
        _connectionString ??= await _server.CreateDatabaseAsync();
    }

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

    /// <summary>A connection of a stranger, such as psql: none of our settings.</summary>
    internal async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_connectionString is not null) await _server!.DropDatabaseAsync(_connectionString);
    }
}

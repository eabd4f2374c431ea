using BatchRunner.Storage.Tests.Postgres;
using Npgsql;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Postgres;

/// <summary>A test with a PostgreSQL server that is its own to stop, and an empty database on it.</summary>
public abstract class PostgresSiteTest(ITestOutputHelper output) : IAsyncLifetime
{
    private protected ITestOutputHelper Output => output;

    private protected PostgresServer Server { get; private set; } = null!;

    /// <summary>How the database is reached from here.</summary>
    private protected string Database { get; private set; } = "";

    private protected string DatabaseName => new NpgsqlConnectionStringBuilder(Database).Database!;

    public async Task InitializeAsync()
    {
        Server = await StartServerAsync();
        Database = await Server.CreateDatabaseAsync();
    }

    public virtual Task DisposeAsync() => Server.EndAsync();

    private protected virtual Task<PostgresServer> StartServerAsync() => PostgresServer.StartOwnAsync();

    /// <summary>Asks the database for one number; 0 while its tables are not there yet.</summary>
    private protected async Task<long> CountAsync(string sql)
    {
        try
        {
            return Convert.ToInt64(await ScalarAsync(Database, sql), null);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return 0;
        }
    }

    /// <summary>Tells the server something that is not about what is in the database.</summary>
    private protected Task TellServerAsync(string sql) =>
        ScalarAsync(new NpgsqlConnectionStringBuilder(Database) { Database = "postgres" }.ConnectionString, sql);

    static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

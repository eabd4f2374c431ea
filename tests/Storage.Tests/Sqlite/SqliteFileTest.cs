namespace BatchRunner.Storage.Tests.Sqlite;

/// <summary>A test that has a ledger file of its own.</summary>
public abstract class SqliteFileTest(SqliteLedgerSource source) : IAsyncLifetime
{
    private protected SqliteLedgerSource Source => source;

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await source.DisposeAsync();
}

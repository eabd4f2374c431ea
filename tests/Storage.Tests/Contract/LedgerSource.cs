namespace BatchRunner.Storage.Tests.Contract;

/// <summary>
/// One fresh ledger on one kind of database. The contract tests know nothing else of the database under them: they open
/// the ledger here as any process would, and look behind the stores with SQL that every database understands.
/// </summary>
public abstract class LedgerSource : IAsyncDisposable
{
    public abstract Task<Ledger> OpenAsync(TimeProvider time);

    public abstract Task<IReadOnlyList<T>> QueryAsync<T>(string sql);

    public abstract Task ExecuteAsync(string sql);

    public abstract ValueTask DisposeAsync();

    public async Task<T> OneAsync<T>(string sql) => (await QueryAsync<T>(sql)).Single();
}

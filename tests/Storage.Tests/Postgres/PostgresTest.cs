namespace BatchRunner.Storage.Tests.Postgres;

/// <summary>A test that has a database of its own.</summary>
public abstract class PostgresTest(PostgresLedgerSource source) : IAsyncLifetime
{
    private protected PostgresLedgerSource Source => source;

    private protected static CancellationToken None => CancellationToken.None;

    public virtual Task InitializeAsync() => source.CreateAsync();

    public async Task DisposeAsync() => await source.DisposeAsync();

    /// <summary>The ledger as a program opens it: with the database's clock.</summary>
    private protected Task<Ledger> OpenAsync(TimeSpan? lease = null, TimeProvider? time = null) =>
        Ledger.OpenPostgresAsync(
            source.ConnectionString, lease ?? PostgresLedgerSource.Lease, time ?? TimeProvider.System, None);

    /// <summary>Waits for what another process or the server does in its own time.</summary>
    private protected static async Task UntilAsync(Func<Task<bool>> happened)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await happened()) await Task.Delay(20, patience.Token);
    }
}

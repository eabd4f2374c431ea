namespace BatchRunner.Storage.Tests.Postgres;

public sealed class PostgresMigrationTests() : PostgresTest(new PostgresLedgerSource())
{
    [Fact]
    public async Task Of_many_processes_that_start_at_once_one_makes_the_ledger_and_all_find_it()
    {
        var processes = Enumerable.Range(0, 4)
            .Select(_ => new TestProcess("open-postgres", Source.ConnectionString)).ToList();

        var epochs = await Task.WhenAll(processes.Select(p => p.SayAsync()));

        foreach (var process in processes)
        {
            if (await process.ErrorsAsync() is { Length: > 0 } errors) Assert.Fail(errors);
        }
        Assert.All(processes, p => p.Dispose());
        Assert.Equal([await Source.OneAsync<string>("SELECT epoch::text FROM ledger")], epochs.Distinct());
        Assert.Equal([1], await Source.QueryAsync<int>("SELECT edition FROM editions WHERE edition = 1"));
    }

    [Fact]
    public async Task An_older_program_refuses_a_newer_ledger()
    {
        await OpenAsync();
        await Source.ExecuteAsync("INSERT INTO editions (edition) VALUES (999)");

        var refused = await Assert.ThrowsAsync<LedgerException>(() => OpenAsync());

        Assert.Equal(LedgerTrouble.TooNew, refused.Trouble);
        Assert.False(refused.IsPassing);
        Assert.Contains("edition 999", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_may_not_make_tables_hears_why()
    {
        await Source.ExecuteAsync(
            """
            DO $$ BEGIN CREATE ROLE reader LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            REVOKE ALL ON SCHEMA public FROM PUBLIC
            """);

        var refused = await Assert.ThrowsAsync<LedgerException>(() => Ledger.OpenPostgresAsync(
            new Npgsql.NpgsqlConnectionStringBuilder(Source.ConnectionString) { Username = "reader" }.ConnectionString,
            PostgresLedgerSource.Lease, TimeProvider.System, None));

        Assert.Contains("grants", refused.Message, StringComparison.Ordinal);
    }
}

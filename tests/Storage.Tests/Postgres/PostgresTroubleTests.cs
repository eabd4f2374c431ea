namespace BatchRunner.Storage.Tests.Postgres;

/// <summary>What the world does to a server, and what a person hears of it.</summary>
public sealed class PostgresTroubleTests() : PostgresTest(new PostgresLedgerSource())
{
    [Fact]
    public async Task A_server_that_is_not_there_is_named_and_waited_for()
    {
        var refused = await Assert.ThrowsAsync<LedgerException>(() => Ledger.OpenPostgresAsync(
            "Host=127.0.0.1;Port=1;Username=u;Password=secret;Database=d", PostgresLedgerSource.Lease, TimeProvider.System, None));

        Assert.Equal((LedgerTrouble.Unreachable, true), (refused.Trouble, refused.IsPassing));
        Assert.Contains("127.0.0.1:1/d", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_that_is_none_is_said_to_be_so()
    {
        var refused = await Assert.ThrowsAsync<LedgerException>(() => Ledger.OpenPostgresAsync(
            "Hast=127.0.0.1", PostgresLedgerSource.Lease, TimeProvider.System, None));

        Assert.Contains("connection string", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("53100", LedgerTrouble.DiskFull)]
    [InlineData("53300", LedgerTrouble.Busy)]
    [InlineData("40001", LedgerTrouble.Busy)]
    [InlineData("40P01", LedgerTrouble.Busy)]
    [InlineData("57014", LedgerTrouble.Busy)]
    [InlineData("25006", LedgerTrouble.ReadOnly)]
    [InlineData("57P01", LedgerTrouble.Unreachable)]
    [InlineData("57P03", LedgerTrouble.Unreachable)]
    [InlineData("58030", LedgerTrouble.Unreachable)]
    [InlineData("XX001", LedgerTrouble.Corrupt)]
    public async Task What_the_server_reports_is_told_apart(string code, LedgerTrouble trouble)
    {
        var ledger = await OpenAsync();
        await Source.ExecuteAsync(
            $"""
             CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN RAISE EXCEPTION 'no more' USING ERRCODE = '{code}'; END $$;
             CREATE TRIGGER fails BEFORE INSERT ON runners EXECUTE FUNCTION fails()
             """);

        var told = await Assert.ThrowsAsync<LedgerException>(() => JoinAsync(ledger));

        Assert.Equal(trouble, told.Trouble);
        Assert.Contains(ledger.Database.Name, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_waits_for_a_strangers_lock_longer_than_the_lease_allows()
    {
        var ledger = await OpenAsync(lease: TimeSpan.FromSeconds(3));
        var runner = await JoinAsync(ledger);
        await using var stranger = await Source.ConnectAsync();
        await using var transaction = await stranger.BeginTransactionAsync();
        await using (var command = new Npgsql.NpgsqlCommand("LOCK TABLE runners", stranger)) await command.ExecuteNonQueryAsync();

        var told = await Assert.ThrowsAsync<LedgerException>(
            () => ledger.Runners.EndAsync(runner, "dead", "gone", false, None));

        Assert.Equal(LedgerTrouble.Busy, told.Trouble);
        await transaction.RollbackAsync();
        await ledger.Runners.EndAsync(runner, "dead", "gone", false, None);
    }

    [Fact]
    public async Task Broken_sessions_are_replaced_by_new_ones()
    {
        var ledger = await OpenAsync();
        var runner = await JoinAsync(ledger);

        await Source.ExecuteAsync(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'batchrunner' AND datname = current_database()
            """);

        // Each broken session of the pools is met once at most.
        await UntilAsync(async () =>
        {
            try
            {
                return (await ledger.Runners.FindAsync(runner, None)) is not null;
            }
            catch (LedgerException e)
            {
                Assert.Equal(LedgerTrouble.Unreachable, e.Trouble);
                return false;
            }
        });
    }

    static Task<long> JoinAsync(Ledger ledger) => ledger.Runners.RegisterAsync(
        new(RunnerRole.Work, null, "here", 1, "boot", Guid.NewGuid().ToString("N"), "1", 1, false), None);
}

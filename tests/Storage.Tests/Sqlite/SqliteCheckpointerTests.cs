using BatchRunner.Storage.Sqlite;
using Dapper;

namespace BatchRunner.Storage.Tests.Sqlite;

[Collection(PoolsCollection.Name)]
public sealed class SqliteCheckpointerTests() : SqliteFileTest(new SqliteLedgerSource())
{
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    readonly ManualClock _clock = new();
    SqliteDatabase _database = null!;

    public override async Task InitializeAsync() =>
        _database = (SqliteDatabase)(await Source.OpenAsync(_clock)).Database;

    [Fact]
    public async Task Of_many_exactly_one_holds_the_office()
    {
        var candidates = Enumerable.Range(1, 8).Select(id => new SqliteCheckpointer(_database, id, Lease)).ToList();

        var first = await Task.WhenAll(candidates.Select(c => Task.Run(() => c.TurnAsync(CancellationToken.None))));
        var second = await Task.WhenAll(candidates.Select(c => Task.Run(() => c.TurnAsync(CancellationToken.None))));

        Assert.Single(first, held => held);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_holder_that_beats_is_not_replaced_however_long_it_lasts()
    {
        var holder = new SqliteCheckpointer(_database, 1, Lease);
        var other = new SqliteCheckpointer(_database, 2, Lease);
        for (var second = 0; second < 60; second++)
        {
            Assert.True(await holder.TurnAsync(CancellationToken.None));
            Assert.False(await other.TurnAsync(CancellationToken.None));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task A_holder_whose_beat_stops_is_replaced_after_a_lease_and_learns_of_it()
    {
        var holder = new SqliteCheckpointer(_database, 1, Lease);
        var other = new SqliteCheckpointer(_database, 2, Lease);
        await holder.TurnAsync(CancellationToken.None);
        Assert.False(await other.TurnAsync(CancellationToken.None));

        _clock.Advance(Lease);
        Assert.False(await other.TurnAsync(CancellationToken.None));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await other.TurnAsync(CancellationToken.None));

        Assert.False(await holder.TurnAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_holder_that_leaves_is_replaced_at_once()
    {
        var holder = new SqliteCheckpointer(_database, 1, Lease);
        await holder.TurnAsync(CancellationToken.None);

        await holder.LeaveAsync(CancellationToken.None);

        Assert.True(await new SqliteCheckpointer(_database, 2, Lease).TurnAsync(CancellationToken.None));
        Assert.False(await holder.TurnAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_holder_carries_a_long_WAL_back_into_the_ledger()
    {
        var holder = new SqliteCheckpointer(_database, 1, Lease);
        await FillWalAsync();

        await holder.TurnAsync(CancellationToken.None);

        Assert.Equal(0, new FileInfo(Source.File + "-wal").Length);
        Assert.Equal(6_000_000, await Source.OneAsync<long>("SELECT sum(length(x)) FROM ballast"));
    }

    [Fact]
    public async Task A_reader_that_stays_delays_the_checkpoint_and_does_not_stop_the_writers_for_long()
    {
        var holder = new SqliteCheckpointer(_database, 1, Lease);
        await using (var reader = await Source.ConnectAsync())
        {
            await reader.ExecuteAsync("BEGIN; SELECT count(*) FROM ledger");
            await FillWalAsync();
            await holder.TurnAsync(CancellationToken.None);
            await holder.TurnAsync(CancellationToken.None);
            Assert.True(new FileInfo(Source.File + "-wal").Length > 0);
        }

        await holder.TurnAsync(CancellationToken.None);
        Assert.True(new FileInfo(Source.File + "-wal").Length > 0, "It tried again before its pause was over.");
        _clock.Advance(TimeSpan.FromSeconds(10));
        await holder.TurnAsync(CancellationToken.None);

        Assert.Equal(0, new FileInfo(Source.File + "-wal").Length);
    }

    async Task FillWalAsync() => await _database.WriteAsync(
        Durability.Process,
        (connection, transaction) => connection.ExecuteAsync(
            "CREATE TABLE ballast (x BLOB); INSERT INTO ballast VALUES (zeroblob(6000000))", transaction: transaction),
        CancellationToken.None);
}

using System.Runtime.CompilerServices;
using System.Text;
using BatchRunner.Storage.Sqlite;

namespace BatchRunner.Storage.Tests.Sqlite;

[Collection(PoolsCollection.Name)]
public sealed class SqliteMigrationTests() : SqliteFileTest(new SqliteLedgerSource())
{
    [Fact]
    public async Task Eight_processes_that_start_at_once_make_one_ledger()
    {
        var processes = Enumerable.Range(0, 8).Select(_ => new TestProcess("open", Source.Folder)).ToList();

        List<string> epochs = [];
        foreach (var process in processes)
        {
            using (process)
            {
                epochs.Add(await process.SayAsync());
                Assert.True(await process.ExitAsync() == 0, await process.ErrorsAsync());
            }
        }

        Assert.Equal(
            await Source.OneAsync<long>("SELECT epoch FROM ledger"),
            long.Parse(Assert.Single(epochs.Distinct()), null));
    }

    [Fact]
    public async Task Sixteen_connections_that_open_a_new_ledger_at_once_all_find_it_done()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var source = new SqliteLedgerSource();
            var gate = new TaskCompletionSource();
            var opened = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
            {
                await gate.Task;
                return (await source.OpenAsync(TimeProvider.System)).Epoch;
            })).ToList();

            gate.SetResult();

            Assert.Single((await Task.WhenAll(opened)).Distinct());
        }
    }

    [Fact]
    public async Task A_ledger_of_the_first_edition_is_brought_up_to_date_and_keeps_what_is_in_it()
    {
        var first = Path.Combine(Folder(), "..", "..", "..", "src", "Storage", "Sqlite", "Scripts", "001_ledger.sql");
        await Source.ExecuteAsync(await File.ReadAllTextAsync(first));
        await Source.ExecuteAsync(
            """
            INSERT INTO ledger (id, epoch, created_at) VALUES (1, 42, '2026-01-01T00:00:00.000Z');
            INSERT INTO batches (claim_key, name, host, bytes, state, open_chunks, created_at)
            VALUES ('key', 'july.txt', 'here', 1, 'loading', 1, '2026-01-02T00:00:00.000Z');
            PRAGMA user_version = 1;
            """);

        var ledger = await Source.OpenAsync(TimeProvider.System);

        Assert.Equal((42, SqliteMigrations.Latest), (ledger.Epoch, await Source.OneAsync<long>("PRAGMA user_version")));
        Assert.Equal("july.txt", (await ledger.Batches.FindAsync(1, CancellationToken.None))!.Name);
        Assert.Equal("2026-01-02T00:00:00.000Z", await Source.OneAsync<string>("SELECT served_at FROM batches"));
    }

    static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [Fact]
    public async Task A_newer_ledger_is_refused_and_left_alone()
    {
        await Source.OpenAsync(TimeProvider.System);
        await Source.ExecuteAsync("PRAGMA user_version = 99");

        var refusal = await Assert.ThrowsAsync<LedgerException>(() => Source.OpenAsync(TimeProvider.System));

        Assert.Equal((LedgerTrouble.TooNew, false), (refusal.Trouble, refusal.IsPassing));
        Assert.Contains("edition 99", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(99, await Source.OneAsync<long>("PRAGMA user_version"));
    }

    [Fact]
    public async Task What_is_no_ledger_is_refused_and_left_alone()
    {
        var bytes = Encoding.ASCII.GetBytes(new string('1', 5000));
        await File.WriteAllBytesAsync(Source.File, bytes);

        var refusal = await Assert.ThrowsAsync<LedgerException>(() => Source.OpenAsync(TimeProvider.System));

        Assert.Equal((LedgerTrouble.Corrupt, false), (refusal.Trouble, refusal.IsPassing));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Source.File));
    }

    [Fact]
    public async Task A_ledger_that_disappears_is_not_replaced_by_an_empty_one()
    {
        var ledger = await Source.OpenAsync(TimeProvider.System);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(Source.File);

        var trouble = await Assert.ThrowsAsync<LedgerException>(
            () => ledger.Chunks.AnyReadyAsync(false, CancellationToken.None));

        Assert.Equal(LedgerTrouble.Unreachable, trouble.Trouble);
        Assert.False(File.Exists(Source.File));
    }

    [Fact]
    public async Task Opening_again_changes_nothing_and_brings_the_journal_back_to_WAL()
    {
        var first = await Source.OpenAsync(TimeProvider.System);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Assert.Equal("delete", await Source.OneAsync<string>("PRAGMA journal_mode = DELETE"));

        var second = await Source.OpenAsync(TimeProvider.System);

        Assert.Equal(first.Epoch, second.Epoch);
        Assert.Equal("wal", await Source.OneAsync<string>("PRAGMA journal_mode"));
    }

    [Theory]
    [InlineData(Durability.Process, 1)]
    [InlineData(Durability.PowerCut, 2)]
    public async Task Every_connection_has_the_settings_of_its_durability(Durability durability, long synchronous)
    {
        var ledger = await Source.OpenAsync(TimeProvider.System);
        var database = (SqliteDatabase)ledger.Database;
        await using (await database.OpenAsync(
            durability == Durability.Process ? Durability.PowerCut : Durability.Process, CancellationToken.None))
        {
        }

        await using var connection = await database.OpenAsync(durability, CancellationToken.None);
        var settings = new Dictionary<string, object?>();
        string[] names =
        [
            "synchronous", "journal_mode", "wal_autocheckpoint", "busy_timeout", "foreign_keys", "page_size",
            "mmap_size",
        ];
        foreach (var name in names)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {name}";
            settings[name] = await command.ExecuteScalarAsync();
        }

        Assert.Equal(
            [
                $"synchronous: {synchronous}", "journal_mode: wal", "wal_autocheckpoint: 0", "busy_timeout: 5000",
                "foreign_keys: 1", "page_size: 8192", "mmap_size: 0",
            ],
            names.Select(n => $"{n}: {settings[n]}"));
    }
}

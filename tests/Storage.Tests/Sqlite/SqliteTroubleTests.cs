using BatchRunner.Storage.Tests.Contract;
using Dapper;

namespace BatchRunner.Storage.Tests.Sqlite;

/// <summary>The world in the way of a SQLite ledger. Whatever it does, the ledger adds up in the end.</summary>
[Collection(PoolsCollection.Name)]
public sealed class SqliteTroubleTests() : LedgerContract(new SqliteLedgerSource())
{
    SqliteLedgerSource Sqlite => (SqliteLedgerSource)Source;

    [Fact]
    public async Task A_full_disk_is_named_loses_nothing_and_is_over_when_there_is_space_again()
    {
        using var disk = TinyDisk.Mount(Sqlite.Folder, 4);
        if (disk is null) return;

        var ledger = await Source.OpenAsync(Clock);
        var runner = await ledger.Runners.RegisterAsync(
            new(RunnerRole.Work, null, Here, 1, "boot", "x", "1", 1, false), None);
        await ledger.Batches.CreateAsync(NewBatch(runner), Slice(0, 0, true, 30_000), None);
        var lease = (await ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None))!;
        Assert.True((await SendAsync(ledger, Commit(lease, 1, 1000))).Accepted);
        var filler = disk.Fill();
        var large = Commit(lease, 1000, 25_000);

        for (var i = 0; i < 3; i++)
        {
            var trouble = await Assert.ThrowsAsync<LedgerException>(() => SendAsync(ledger, large));
            Assert.Equal((LedgerTrouble.DiskFull, true), (trouble.Trouble, trouble.IsPassing));
            Assert.Contains(Sqlite.File, trouble.Message, StringComparison.Ordinal);
        }
        Assert.Equal(999, await CountAsync("results"));

        File.Delete(filler);
        Assert.True((await SendAsync(ledger, large)).Accepted);
        Assert.Equal(24_999, await CountAsync("results"));
        Assert.Equal("ok", await Source.OneAsync<string>("PRAGMA integrity_check"));
        await LedgerInvariants.CheckAsync(Source);
    }

    [Fact]
    public async Task A_disk_that_is_full_at_the_beginning_is_said_plainly()
    {
        using var disk = TinyDisk.Mount(Sqlite.Folder, 1);
        if (disk is null) return;

        disk.Fill();

        var trouble = await Assert.ThrowsAsync<LedgerException>(() => Source.OpenAsync(Clock));

        Assert.Contains(trouble.Trouble, (LedgerTrouble[])[LedgerTrouble.DiskFull, LedgerTrouble.Unreachable]);
        Assert.Contains("space", trouble.Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(Sqlite.Folder, "filler"));
        await Source.OpenAsync(Clock);
    }

    [Fact]
    public async Task A_writer_that_holds_the_ledger_makes_others_wait_and_then_say_busy()
    {
        await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());
        await using (var stranger = await Sqlite.ConnectAsync())
        {
            await stranger.ExecuteAsync("BEGIN IMMEDIATE");

            var busy = await Assert.ThrowsAsync<LedgerException>(() => SendAsync(Commit(lease, 1, 5)));

            Assert.Equal((LedgerTrouble.Busy, true), (busy.Trouble, busy.IsPassing));
            Assert.True(await Ledger.Chunks.AnyReadyAsync(false, None) is false, "A reader waited for the writer.");
        }

        Assert.True((await SendAsync(Commit(lease, 1, 5))).Accepted);
    }

    [Fact]
    public async Task A_process_killed_inside_its_transaction_holds_nobody_up()
    {
        await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());
        using var writer = new TestProcess("write", Sqlite.File);
        Assert.Equal("locked", await writer.SayAsync());
        var commit = Task.Run(() => SendAsync(Commit(lease, 1, 5)));

        await writer.KillAsync();

        Assert.True((await commit).Accepted);
    }

    [Fact]
    public async Task A_damaged_page_is_named_and_needs_a_person()
    {
        await LoadAsync(2000);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await Source.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        var damaged = Path.Combine(Sqlite.Folder, "damaged");
        Directory.CreateDirectory(damaged);
        var bytes = await File.ReadAllBytesAsync(Sqlite.File);
        bytes.AsSpan(8192).Fill(0xA5);
        await File.WriteAllBytesAsync(Ledger.SqliteFile(damaged), bytes);

        var trouble = await Assert.ThrowsAsync<LedgerException>(
            () => Ledger.OpenSqliteAsync(damaged, Clock, CancellationToken.None));

        Assert.Equal((LedgerTrouble.Corrupt, false), (trouble.Trouble, trouble.IsPassing));
    }
}

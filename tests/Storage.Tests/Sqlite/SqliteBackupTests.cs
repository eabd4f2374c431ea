using BatchRunner.Storage.Sqlite;
using BatchRunner.Storage.Tests.Contract;

namespace BatchRunner.Storage.Tests.Sqlite;

/// <summary>A backup is whole or it is not there; a restore changes everything or nothing.</summary>
[Collection(PoolsCollection.Name)]
public sealed class SqliteBackupTests() : LedgerContract(new SqliteLedgerSource())
{
    readonly DirectoryInfo _elsewhere = Directory.CreateTempSubdirectory("batchrunner-backup-");

    SqliteLedgerSource Sqlite => (SqliteLedgerSource)Source;

    string Copy => Path.Combine(_elsewhere.FullName, "ledger.backup");

    public override async Task DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await base.DisposeAsync();
        _elsewhere.Delete(recursive: true);
    }

    [Fact]
    public async Task A_backup_is_one_file_that_holds_what_was_committed_and_stays_so()
    {
        await LoadAsync(1000);
        var lease = await ClaimAsync(await JoinAsync());
        await SendAsync(Commit(lease, 1, 400));

        var facts = await SqliteBackup.TakeAsync(Sqlite.File, Copy, None);
        await SendAsync(Commit(lease, 400, 900));

        Assert.Equal((1, 399), (facts.Batches, facts.Results));
        Assert.Equal(["ledger.backup"], Files(_elsewhere.FullName));
        var restored = await RestoreAsync();
        Assert.Equal(399, (await restored.Results.CountAsync(lease.BatchId, None)).Results);
        Assert.Equal(899, await CountAsync("results"));
    }

    [Fact]
    public async Task A_restored_ledger_gives_running_chunks_back_and_takes_nothing_from_who_worked_before()
    {
        await LoadAsync(10);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);
        await SendAsync(Commit(lease, 1, 3));
        await SqliteBackup.TakeAsync(Sqlite.File, Copy, None);

        var facts = await new SqliteRestore(Sqlite.Folder, Clock).RestoreAsync(Copy, None);

        Assert.Equal(1, facts.Chunks);
        Assert.Equal(Sqlite.File, facts.Ledger);
        Assert.True(File.Exists(facts.Before));
        Assert.False((await SendAsync(Commit(lease, 3, 5))).Accepted);
        Assert.Null(await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None));
        Assert.Equal(2, await CountAsync("results"));
        var ledger = await Source.OpenAsync(Clock);
        var successor = await JoinAsync();
        Assert.Equal(3, (await ledger.Chunks.ClaimAsync(successor, 0, false, Lease, None))!.NextLine);
    }

    [Fact]
    public async Task The_ledger_of_before_accepts_nothing_either_from_whoever_still_has_it_open()
    {
        await LoadAsync(10);
        await SqliteBackup.TakeAsync(Sqlite.File, Copy, None);
        var epoch = Ledger.Epoch;

        var facts = await new SqliteRestore(Sqlite.Folder, Clock).RestoreAsync(Copy, None);

        using var before = SqliteCopyOf(facts.Before!);
        using var command = before.CreateCommand();
        command.CommandText = "SELECT epoch FROM ledger";
        Assert.NotEqual(epoch, (long)command.ExecuteScalar()!);
    }

    [Fact]
    public async Task While_a_runner_lives_nothing_is_restored()
    {
        await LoadAsync(10);
        await SqliteBackup.TakeAsync(Sqlite.File, Copy, None);
        using var runner = new TestProcess("hold", Path.Combine(Sqlite.Folder, "runners"));
        Assert.NotEqual("", await runner.SayAsync());
        var restore = new SqliteRestore(Sqlite.Folder, Clock);

        var refusal = await Assert.ThrowsAsync<LedgerException>(() => restore.RestoreAsync(Copy, None));

        Assert.Equal(LedgerTrouble.Busy, refusal.Trouble);
        Assert.Equal(Ledger.Epoch, (await Source.OpenAsync(Clock)).Epoch);
        await runner.KillAsync();
        await restore.RestoreAsync(Copy, None);
        Assert.NotEqual(Ledger.Epoch, (await Source.OpenAsync(Clock)).Epoch);
    }

    [Fact]
    public async Task A_damaged_backup_a_foreign_file_and_one_that_does_not_add_up_change_nothing()
    {
        await LoadAsync(3000);
        var lease = await ClaimAsync(await JoinAsync());
        await SendAsync(Commit(lease, 1, 2000));
        await SqliteBackup.TakeAsync(Sqlite.File, Copy, None);
        var damaged = Path.Combine(_elsewhere.FullName, "damaged");
        var bytes = await File.ReadAllBytesAsync(Copy);
        bytes.AsSpan(bytes.Length / 2, 4096).Fill(0xA5);
        await File.WriteAllBytesAsync(damaged, bytes);
        var foreign = Path.Combine(_elsewhere.FullName, "foreign");
        await File.WriteAllTextAsync(foreign, string.Concat(Enumerable.Repeat("no ledger ", 1000)));
        var short1 = Path.Combine(_elsewhere.FullName, "short");
        File.Copy(Copy, short1);
        using (var connection = SqliteCopyOf(short1))
        {
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM results WHERE line = 17";
            command.ExecuteNonQuery();
        }

        foreach (var backup in (string[])[damaged, foreign, short1])
        {
            var trouble = await Assert.ThrowsAsync<LedgerException>(
                () => new SqliteRestore(Sqlite.Folder, Clock).RestoreAsync(backup, None));
            Assert.Equal(LedgerTrouble.Corrupt, trouble.Trouble);
        }

        Assert.Equal(Ledger.Epoch, (await Source.OpenAsync(Clock)).Epoch);
        Assert.DoesNotContain(Files(Sqlite.Folder), name => name.Contains("restor", StringComparison.Ordinal));
        Assert.True((await SendAsync(Commit(lease, 2000, 2100))).Accepted);
    }

    [Fact]
    public async Task On_a_full_disk_the_older_backup_stays_and_the_message_says_what_to_do()
    {
        using var disk = TinyDisk.Mount(_elsewhere.FullName, 1);
        if (disk is null) return;

        await LoadAsync(10);
        await SqliteBackup.TakeAsync(Sqlite.File, Copy, None);
        var older = await File.ReadAllBytesAsync(Copy);
        await LoadAsync(100_000);

        var trouble = await Assert.ThrowsAsync<LedgerException>(() => SqliteBackup.TakeAsync(Sqlite.File, Copy, None));

        Assert.Equal(LedgerTrouble.DiskFull, trouble.Trouble);
        Assert.Contains(Copy, trouble.Message, StringComparison.Ordinal);
        Assert.Contains("another disk", trouble.Message, StringComparison.Ordinal);
        Assert.Equal(older, await File.ReadAllBytesAsync(Copy));
        Assert.Equal(["ledger.backup"], Files(_elsewhere.FullName));
    }

    [Fact]
    public async Task A_restore_killed_before_its_last_rename_leaves_no_room_for_an_empty_ledger()
    {
        await LoadAsync(10);
        await SqliteBackup.TakeAsync(Sqlite.File, Copy, None);
        var folder = Directory.CreateDirectory(Path.Combine(_elsewhere.FullName, "data")).FullName;
        File.Copy(Copy, Path.Combine(folder, "ledger.db.restoring"));

        var trouble = await Assert.ThrowsAsync<LedgerException>(() => Ledger.OpenSqliteAsync(folder, Clock, None));
        await new SqliteRestore(folder, Clock).RestoreAsync(Copy, None);

        Assert.Contains("batchrunner restore", trouble.Message, StringComparison.Ordinal);
        Assert.NotNull(await (await Ledger.OpenSqliteAsync(folder, Clock, None)).Batches.FindAsync(1, None));
    }

    async Task<Ledger> RestoreAsync()
    {
        var folder = Path.Combine(_elsewhere.FullName, "data");
        Directory.CreateDirectory(folder);
        Assert.Null((await new SqliteRestore(folder, Clock).RestoreAsync(Copy, None)).Before);
        return await Ledger.OpenSqliteAsync(folder, Clock, None);
    }

    static Microsoft.Data.Sqlite.SqliteConnection SqliteCopyOf(string file)
    {
        var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Order();
}

using System.IO.Compression;
using System.Text;
using BatchRunner.Jobs.Intake;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Tests.Intake;

public sealed class BatchLoaderTests : IDisposable
{
    // Slices of about a kilobyte, so that a small file is many of them.
    // Cut by count, which no faster engine changes.
    static readonly IntakeLimits Small = new() { MaxNumbers = 50, SlicePayloadBytes = 1000 };

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_becomes_a_batch_with_all_its_lines()
    {
        using var house = await FileHouse.OpenAsync(_folder.At("data"), Small);
        var bytes = Encoding.UTF8.GetBytes(Lines(2000));

        var outcome = await LoadAsync(house, "july.txt", bytes);

        var batch = await BatchAsync(house, outcome);
        Assert.Equal(("july.txt", BatchState.Open, 2000L), (batch.Name, batch.State, batch.Lines));
        Assert.Equal(batch.Lines, batch.Numbers + batch.Blanks + batch.Rejects);
        Assert.Equal(TakenFile.From(bytes).Slices[^1].FileHash, batch.Sha256);
        Assert.Equal(TakenFile.From(bytes).Numbers, await PayloadsAsync(house, batch.Id));
        Assert.Equal(TakenFile.From(bytes).Rejects.Select(reject => (reject.Line, reject.Text, reject.Reason)),
            (await house.Site.Ledger.Rejects.PageAsync(batch.Id, 0, 10_000, CancellationToken.None))
                .Select(reject => (reject.Line, reject.Text, reject.Reason)));
    }

    [Fact]
    public async Task An_empty_file_is_a_batch_that_waits_for_its_export_only()
    {
        using var house = await FileHouse.OpenAsync(_folder.At("data"));

        var outcome = await LoadAsync(house, "empty.txt", []);

        Assert.Equal(BatchState.Exporting, (await BatchAsync(house, outcome)).State);
    }

    [Fact]
    public async Task A_killed_load_goes_on_behind_its_last_slice()
    {
        var bytes = Encoding.UTF8.GetBytes(Lines(3000));
        long id;
        using (var killed = await FileHouse.OpenAsync(_folder.At("data"), Small))
        {
            id = await LoadSomeAsync(killed, "july.txt", bytes, slices: 5);
        }
        using var house = await FileHouse.OpenAsync(_folder.At("data"), Small);
        await house.RescueAsync();

        var unloaded = await house.Claimed.SettleBatchesAsync(_ => false, CancellationToken.None);
        var outcome = await house.Loader.ResumeAsync(Assert.Single(unloaded), CancellationToken.None);

        Assert.Empty(await house.Claimed.SettleFilesAsync(_ => false, CancellationToken.None));
        var batch = await BatchAsync(house, outcome);
        Assert.Equal((id, BatchState.Open, 3000L), (batch.Id, batch.State, batch.Lines));
        Assert.Equal(TakenFile.From(bytes).Numbers, await PayloadsAsync(house, id));
        Assert.Equal(TakenFile.From(bytes).Slices[^1].FileHash, batch.Sha256);
    }

    [Fact]
    public async Task A_load_whose_loader_lives_is_left_to_it()
    {
        using var living = await FileHouse.OpenAsync(_folder.At("data"), Small);
        await LoadSomeAsync(living, "july.txt", Encoding.UTF8.GetBytes(Lines(3000)), slices: 2);
        using var house = await FileHouse.OpenAsync(_folder.At("data"), Small);
        await house.RescueAsync();

        var unloaded = await house.Claimed.SettleBatchesAsync(_ => false, CancellationToken.None);

        Assert.Empty(unloaded);
        Assert.Empty(await house.Claimed.SettleFilesAsync(_ => false, CancellationToken.None));
    }

    [Fact]
    public async Task A_file_changed_between_kill_and_restart_fails_its_batch()
    {
        var text = Lines(3000);
        long id;
        using (var killed = await FileHouse.OpenAsync(_folder.At("data"), Small))
        {
            id = await LoadSomeAsync(killed, "july.txt", Encoding.UTF8.GetBytes(text), slices: 3);
            var claimed = Directory.GetFiles(killed.Folders.Claimed)[0];
            await File.WriteAllTextAsync(claimed, "5" + text[1..]);
        }
        using var house = await FileHouse.OpenAsync(_folder.At("data"), Small);

        await house.RunDryAsync();

        Assert.Equal(BatchState.Cancelled, (await house.Batches.FindAsync(id, CancellationToken.None))!.State);
        Assert.Contains("changed", await File.ReadAllTextAsync(Path.Combine(house.Folders.Failed, "july.txt.error.txt")),
            StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(house.Folders.Failed, "july.txt")));
    }

    [Fact]
    public async Task The_same_bytes_are_answered_with_the_first_batch()
    {
        using var house = await FileHouse.OpenAsync(_folder.At("data"));
        var first = Assert.IsType<LoadOutcome.Loaded>(await LoadAsync(house, "a.txt", "1\n2\n"u8.ToArray()));

        Assert.Equal(new LoadOutcome.Duplicate(first.BatchId), await LoadAsync(house, "b.txt", "1\n2\n"u8.ToArray()));
        Assert.IsType<LoadOutcome.Loaded>(await LoadAsync(house, "c.txt", "1\n3\n"u8.ToArray()));
        Assert.IsType<LoadOutcome.Loaded>(await LoadAsync(house, "d.txt", "1\n2\n"u8.ToArray(), again: true));
    }

    [Fact]
    public async Task The_same_bytes_run_again_after_a_cancel()
    {
        using var house = await FileHouse.OpenAsync(_folder.At("data"));
        var first = Assert.IsType<LoadOutcome.Loaded>(await LoadAsync(house, "a.txt", "1\n2\n"u8.ToArray()));
        await house.Site.Ledger.Steering.CancelAsync(first.BatchId, null, CancellationToken.None);

        Assert.IsType<LoadOutcome.Loaded>(await LoadAsync(house, "b.txt", "1\n2\n"u8.ToArray()));
    }

    [Fact]
    public async Task Equal_files_loaded_at_the_same_moment_become_one_batch()
    {
        using var house = await FileHouse.OpenAsync(_folder.At("data"), Small);
        var bytes = Encoding.UTF8.GetBytes(Lines(2000));

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => Task.Run(() => LoadAsync(house, $"{i}.txt", bytes))));

        var loaded = Assert.Single(outcomes.OfType<LoadOutcome.Loaded>());
        Assert.All(outcomes.OfType<LoadOutcome.Duplicate>(), other => Assert.Equal(loaded.BatchId, other.BatchId));
    }

    [Fact]
    public async Task Damage_behind_the_first_slices_cancels_the_batch_and_keeps_the_file()
    {
        using var house = await FileHouse.OpenAsync(_folder.At("data"), Small);
        var gzip = Gzip(Lines(20_000));
        house.Drop("july.txt.gz", gzip[..^5]);

        await house.RunDryAsync();

        var batch = (await house.Batches.FindByNameAsync("july.txt.gz", CancellationToken.None))!;
        Assert.Equal(BatchState.Cancelled, batch.State);
        Assert.True(batch.Lines > 0);
        Assert.Equal(gzip[..^5], await File.ReadAllBytesAsync(Path.Combine(house.Folders.Failed, "july.txt.gz")));
        var error = await File.ReadAllTextAsync(Path.Combine(house.Folders.Failed, "july.txt.gz.error.txt"));
        Assert.Contains("july.txt.gz is damaged or cut off", error, StringComparison.Ordinal);
        Assert.Contains($"batch {batch.Id}", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(house.Folders.Claimed));
    }

    [Fact]
    public async Task A_cancel_ends_the_loading_and_the_file_goes_to_done()
    {
        using var house = await FileHouse.OpenAsync(_folder.At("data"), Small);
        var id = await LoadSomeAsync(house, "july.txt", Encoding.UTF8.GetBytes(Lines(3000)), slices: 2);
        var loading = (await house.Batches.FindAsync(id, CancellationToken.None))!;
        await house.Site.Ledger.Steering.CancelAsync(id, null, CancellationToken.None);

        var outcome = await house.Loader.ResumeAsync(loading, CancellationToken.None);
        await house.Claimed.SettleBatchesAsync(_ => false, CancellationToken.None);

        Assert.IsType<LoadOutcome.TakenAway>(outcome);
        Assert.True(File.Exists(Path.Combine(house.Folders.Done, $"july.batch-{id}.txt")));
    }

    [Fact]
    public async Task A_file_still_being_written_is_told_from_a_complete_one()
    {
        using var house = await FileHouse.OpenAsync(_folder.At("data"), Small);
        var path = _folder.Write("growing.txt", Encoding.UTF8.GetBytes(Lines(1000)));
        using var file = NumberFile.Open(path, "growing.txt");
        using var slicer = FileSlicer.Start(file, Small);
        slicer.Next(CancellationToken.None);

        File.AppendAllText(path, "12");

        var refusal = Assert.Throws<UnreadableFileException>(() =>
        {
            while (slicer.Next(CancellationToken.None) is not null)
            {
            }
        });
        Assert.Contains("growing.txt was still being written", refusal.Message, StringComparison.Ordinal);
    }

    static async Task<LoadOutcome> LoadAsync(FileHouse house, string name, byte[] bytes, bool again = false)
    {
        var claimed = ClaimedFile.New(house.Folders, name, 0, house.Site.Time, isPart: false);
        await File.WriteAllBytesAsync(claimed.Path, bytes);
        return await house.Loader.LoadAsync(claimed, again, CancellationToken.None);
    }

    // What a loader leaves that is killed behind some slices: a row, and the file where it was.
    static async Task<long> LoadSomeAsync(FileHouse house, string name, byte[] bytes, int slices)
    {
        using var stop = new CancellationTokenSource();
        var claimed = ClaimedFile.New(house.Folders, name, 0, house.Site.Time, isPart: false);
        await File.WriteAllBytesAsync(claimed.Path, bytes, CancellationToken.None);
        using var file = NumberFile.Open(claimed.Path, name);
        using var slicer = FileSlicer.Start(file, Small);
        long id = 0;
        long from = 0;
        for (var i = 0; i < slices; i++)
        {
            var slice = BatchLoader.Row(slicer.Next(stop.Token)!, from);
            if (i == 0)
            {
                id = await house.Batches.CreateAsync(
                    new(claimed.Key, name, "here", bytes.Length, 0, house.Site.RunnerId), slice, stop.Token);
            }
            else
            {
                Assert.True(await house.Batches.AppendAsync(id, house.Site.RunnerId, slice, stop.Token));
            }
            Assert.False(slice.IsLast);
            from = slice.ToBytes;
        }
        return id;
    }

    static async Task<BatchRow> BatchAsync(FileHouse house, LoadOutcome outcome) =>
        (await house.Batches.FindAsync(Assert.IsType<LoadOutcome.Loaded>(outcome).BatchId, CancellationToken.None))!;

    static async Task<List<(long, string)>> PayloadsAsync(FileHouse house, long batchId)
    {
        List<(long, string)> numbers = [];
        long after = 0;
        while (await house.Site.Ledger.Results.NextPayloadAsync(batchId, after, CancellationToken.None) is { } payload)
        {
            after = payload.FirstLine;
            var lines = Encoding.ASCII.GetString(payload.Numbers).Split('\n');
            numbers.AddRange(lines.Index().Where(line => line.Item.Length > 0)
                .Select(line => (payload.FirstLine + line.Index, line.Item)));
        }
        return numbers;
    }

    static string Lines(int count) => string.Concat(Enumerable.Range(1, count).Select(i => i switch
    {
        _ when i % 100 == 7 => "-1\n",
        _ when i % 100 == 8 => "\n",
        _ => $"{i * 7919L}\n",
    }));

    static byte[] Gzip(string text)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }
}

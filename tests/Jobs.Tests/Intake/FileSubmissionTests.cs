using BatchRunner.Jobs.Intake;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Tests.Intake;

public sealed class FileSubmissionTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_submitted_file_is_copied_and_stays_as_it_is()
    {
        using var house = await OpenAsync();
        var path = _folder.Write("mine.txt", "12\n13\n"u8.ToArray());
        var writtenAt = File.GetLastWriteTimeUtc(path);

        var outcome = await SubmitAsync(house, path, priority: 1);
        await house.RunDryAsync();

        var batch = (await house.Batches.FindAsync(Assert.IsType<LoadOutcome.Loaded>(outcome).BatchId, default))!;
        Assert.Equal(("mine.txt", 1, BatchState.Completed), (batch.Name, batch.Priority, batch.State));
        Assert.Equal("12\n13\n", File.ReadAllText(path));
        Assert.Equal(writtenAt, File.GetLastWriteTimeUtc(path));
        Assert.Equal("12\n13\n", File.ReadAllText(Path.Combine(house.Folders.Done, "mine.batch-1.txt")));
        Assert.Empty(Directory.GetFiles(house.Folders.Claimed));
    }

    [Fact]
    public async Task A_stream_is_a_batch_of_the_name_it_is_given()
    {
        using var house = await OpenAsync();

        await house.Submission.SubmitStreamAsync(
            new MemoryStream("6\n"u8.ToArray()), "../up/stdin.txt", 0, false, CancellationToken.None);
        await house.RunDryAsync();

        Assert.Equal("6: 2 3\n", File.ReadAllText(Path.Combine(house.Folders.Done, "stdin.batch-1.factors.txt")));
    }

    [Fact]
    public async Task The_same_bytes_are_answered_with_the_first_batch_and_leave_no_copy()
    {
        using var house = await OpenAsync();
        var path = _folder.Write("mine.txt", "12\n"u8.ToArray());

        var first = Assert.IsType<LoadOutcome.Loaded>(await SubmitAsync(house, path));
        Assert.Equal(new LoadOutcome.Duplicate(first.BatchId), await SubmitAsync(house, path));

        Assert.Single(Directory.GetFiles(house.Folders.Claimed));
        Assert.IsType<LoadOutcome.Loaded>(await SubmitAsync(house, path, again: true));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_refused_with_its_name_and_leaves_nothing()
    {
        using var house = await OpenAsync();
        var damaged = _folder.Write("damaged.txt.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]);

        var gone = Assert.IsType<LoadOutcome.Unreadable>(await SubmitAsync(house, _folder.At("gone.txt")));
        var folder = Assert.IsType<LoadOutcome.Unreadable>(await SubmitAsync(house, _folder.Path));
        var refused = Assert.IsType<LoadOutcome.Unreadable>(await SubmitAsync(house, damaged));

        Assert.Contains("gone.txt is not there", gone.Reason, StringComparison.Ordinal);
        Assert.Contains("is a folder", folder.Reason, StringComparison.Ordinal);
        Assert.Contains("damaged.txt.gz is damaged", refused.Reason, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(house.Folders.Claimed));
        Assert.Empty(Directory.GetFiles(house.Folders.Failed));
        Assert.True(File.Exists(damaged));
    }

    [Fact]
    public async Task A_link_the_user_names_is_followed()
    {
        using var house = await OpenAsync();
        var path = _folder.Write("mine.txt", "12\n"u8.ToArray());
        File.CreateSymbolicLink(_folder.At("link.txt"), path);

        Assert.IsType<LoadOutcome.Loaded>(await SubmitAsync(house, _folder.At("link.txt")));
    }

    [Fact]
    public async Task A_copy_that_is_broken_off_leaves_nothing()
    {
        using var house = await OpenAsync();
        using var stop = new CancellationTokenSource();
        var bytes = new EndlessStream(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => house.Submission.SubmitStreamAsync(bytes, "endless.txt", 0, false, stop.Token));

        Assert.Empty(Directory.GetFiles(house.Folders.Claimed));
    }

    Task<FileHouse> OpenAsync() => FileHouse.OpenAsync(_folder.At("data"));

    static Task<LoadOutcome> SubmitAsync(FileHouse house, string path, int priority = 0, bool again = false) =>
        house.Submission.SubmitFileAsync(path, null, priority, again, CancellationToken.None);

    /// <summary>Somebody presses Ctrl-C while it is read.</summary>
    sealed class EndlessStream(CancellationTokenSource stop) : MemoryStream
    {
        int _reads;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (++_reads == 3) await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            buffer.Span.Fill((byte)'1');
            return buffer.Length;
        }

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            CopyAsync(destination, cancellationToken);

        async Task CopyAsync(Stream destination, CancellationToken token)
        {
            var buffer = new byte[100];
            while (true)
            {
                var read = await ReadAsync(buffer, token);
                await destination.WriteAsync(buffer.AsMemory(0, read), token);
            }
        }
    }
}

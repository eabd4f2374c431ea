using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Tests.Intake;

/// <summary>
/// Real processes that die at every step of a file's way in and out; the next one must bring everything to the same
/// end as if nobody had died.
/// </summary>
public sealed class FileKillTests : IDisposable
{
    const int KilledBySignal = 128 + 9;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Deaths =>
    [
        .. Failpoint.All.Where(name => !name.StartsWith("chunk.", StringComparison.Ordinal)
            && name != Failpoint.TransferPage),
        Failpoint.IntakeSlice + ":5", Failpoint.IntakeRecorded + ":4", Failpoint.ExportNamed + ":2",
        Failpoint.MoveMoved + ":2",
    ];

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Wherever_a_process_dies_the_next_one_ends_everything_well(string failpoint)
    {
        var good = Text(1, 3000);
        var submitted = _folder.Write("submitted.txt", Text(2, 2000));
        var damaged = Gzip(Text(3, 5000))[..^6];
        using (var house = await OpenAsync())
        {
            house.Drop("good.txt", good);
            house.Drop("low/same.txt", good);
            house.Drop("damaged.txt.gz", damaged);
            File.CreateSymbolicLink(Path.Combine(house.Folders.Inbox, "link.txt"), submitted);
        }

        Assert.Equal(KilledBySignal, await RunAsync(submitted, failpoint));
        Assert.Equal(0, await RunAsync(submitted, null));

        using var after = await OpenAsync();
        await CheckAsync(after, "good.txt", good);
        await CheckAsync(after, "submitted.txt", await File.ReadAllBytesAsync(submitted));
        Assert.Equal(damaged, await File.ReadAllBytesAsync(Path.Combine(after.Folders.Failed, "damaged.txt.gz")));
        Assert.True(File.Exists(Path.Combine(after.Folders.Failed, "damaged.txt.gz.error.txt")));
        Assert.NotNull(new FileInfo(Path.Combine(after.Folders.Failed, "link.txt")).LinkTarget);
        Assert.True(File.Exists(Path.Combine(after.Folders.Failed, "link.txt.error.txt")));
        Assert.Equal(4, Directory.GetFiles(after.Folders.Failed).Length);
        Assert.Empty(Directory.GetFiles(after.Folders.Inbox, "*", SearchOption.AllDirectories));
        // A copy that its maker could not finish stays for a while; nothing else may.
        Assert.All(Directory.GetFiles(after.Folders.Claimed), file => Assert.EndsWith(".part", file, StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.GetFiles(after.Folders.Done), file => file.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.All(await after.Site.Ledger.Summaries.NewestAsync(long.MaxValue, 100, CancellationToken.None),
            batch => Assert.True(BatchState.IsFinal(batch.State), $"{batch.Name} is {batch.State}"));
    }

    // good.txt and low/same.txt are the same bytes: whichever came first is the batch, the other its duplicate.
    static async Task CheckAsync(FileHouse house, string name, byte[] bytes)
    {
        var expected = TakenFile.From(bytes);
        var batches = (await house.Site.Ledger.Summaries.NewestAsync(long.MaxValue, 100, CancellationToken.None))
            .Where(row => row.Name == name || (name == "good.txt" && row.Name == "same.txt")).ToList();
        var batch = Assert.Single(batches, row => row.State == BatchState.Completed);
        Assert.Single(batches);
        Assert.Equal((expected.End.Lines, expected.End.Numbers, expected.End.Numbers, expected.End.Rejects),
            (batch.Lines, batch.Numbers, batch.Done, batch.Rejects));
        Assert.Equal((expected.End.Numbers, expected.End.Rejects),
            await house.Site.Ledger.Results.CountAsync(batch.Id, CancellationToken.None));

        var stem = Path.Combine(house.Folders.Done, $"{Path.GetFileNameWithoutExtension(batch.Name)}.batch-{batch.Id}");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(stem + ".txt"));
        Assert.Equal(expected.Numbers.Select(number => number.Number),
            (await File.ReadAllLinesAsync(stem + ".factors.txt")).Select(line => line.Split(':')[0]));
        Assert.Equal(expected.Rejects.Count + 1, (await File.ReadAllLinesAsync(stem + ".rejects.txt")).Length);
        if (name == "good.txt")
            Assert.Single(Directory.GetFiles(house.Folders.Done, $"*.duplicate-of-batch-{batch.Id}.txt"));
    }

    async Task<int> RunAsync(string submitted, string? failpoint)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet) { RedirectStandardError = true };
        foreach (var argument in (string[])[typeof(FileChild).Assembly.Location, "files", _folder.At("data"), submitted])
            start.ArgumentList.Add(argument);
        if (failpoint is not null) start.Environment["BATCHRUNNER_FAILPOINT"] = failpoint;

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"{failpoint ?? "The second process"} took longer than {Patience}.");
        }
        if (process.ExitCode is not (0 or KilledBySignal)) Assert.Fail(await errors);
        return process.ExitCode;
    }

    Task<FileHouse> OpenAsync() => FileHouse.OpenAsync(_folder.At("data"), FileChild.Limits);

    static byte[] Text(int seed, int lines)
    {
        var random = new Random(seed);
        return Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, lines).Select(_ => random.Next(50) switch
        {
            0 => "x\n",
            1 => "# comment\n",
            _ => $"{random.Next(1, 1_000_000)}\n",
        })));
    }

    static byte[] Gzip(byte[] text)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal)) gzip.Write(text);
        return compressed.ToArray();
    }
}

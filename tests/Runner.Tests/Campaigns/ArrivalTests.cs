using System.Globalization;
using System.Text;
using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

[Collection(CampaignCollection.Name)]
public sealed class ArrivalTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_file_that_is_still_being_written_is_not_taken()
    {
        const double QuietSeconds = 3;
        await using var site = await Site.CreateAsync(output, null,
            string.Create(CultureInfo.InvariantCulture, $"Inbox:QuietSeconds={QuietSeconds}"));
        site.Start("serve");
        var lines = site.Numbers.Easy(24);
        var path = Path.Combine(site.Folders.Inbox, "slow.txt");
        await using (var writer = new StreamWriter(path) { AutoFlush = true })
        {
            foreach (var line in lines)
            {
                await writer.WriteLineAsync(line);
                // A slow writer: longer in all than the quiet time, and no pause as long as one.
                await Task.Delay(TimeSpan.FromSeconds(QuietSeconds / Campaign.Size(6, 2)));
                Assert.True(File.Exists(path), "Taken before it was complete.");
            }
        }
        var batch = await site.SeeAsync("the batch", Campaign.Limit, async () =>
            (await site.Ledger.Batches.FindByNameAsync("slow.txt", CancellationToken.None))?.Id);

        await site.FinishAsync(batch, Campaign.Limit);
        await site.CheckSoundAsync(batch, lines.Length);
    }

    [Fact]
    public async Task Files_dropped_at_once_are_each_one_batch_and_the_same_bytes_again_are_none()
    {
        var count = Campaign.Size(200, 2000);
        await using var site = await Site.CreateAsync(output, null);
        var serve = site.Start("serve");
        Dictionary<string, string[]> files = [];
        for (var i = 1; i <= count; i++)
            files.Add(string.Create(CultureInfo.InvariantCulture, $"flood-{i}.txt"), site.Numbers.Easy(5));
        foreach (var (name, lines) in files) site.Drop(name, lines);

        await site.UntilAsync("all are finished", TimeSpan.FromMinutes(Campaign.Size(5, 20)), async () =>
            await site.BatchesAsync() is var all && all.Count >= count && all.All(b => BatchState.IsFinal(b.State)));
        var batches = await site.BatchesAsync();
        Assert.Equal(files.Keys.Order(), batches.Select(b => b.Name).Order());
        foreach (var batch in batches) await site.CheckSoundAsync(batch.Id, 5);
        await site.UntilAsync("all are moved", Campaign.Limit, () => Directory.GetFiles(site.Folders.Claimed).Length == 0);

        var first = batches[^1];
        site.Drop("again.txt", files[first.Name]);
        var answer = $"again.duplicate-of-batch-{first.Id.ToString(CultureInfo.InvariantCulture)}.txt";
        await site.UntilAsync("the answer", Campaign.Limit, () => File.Exists(Path.Combine(site.Folders.Done, answer)));
        Assert.Equal(count, (await site.BatchesAsync()).Count);

        Signals.Send(serve.Id, Signals.Terminate);
        Assert.Equal(143, await serve.ExitAsync(Campaign.Limit));
        await site.CheckNobodyLeftAsync();
    }

    [Fact]
    public async Task Every_line_of_a_hostile_file_ends_in_exactly_one_place_with_the_right_reason()
    {
        await using var site = await Site.CreateAsync(output, null, "Runners:Processes=1");
        var lines = Hostile();
        var path = Path.Combine(site.WorkingFolder, "hostile.txt");
        // A byte order mark first, CR LF here and there, no line end last.
        await using (var file = File.Create(path))
        {
            file.Write([0xEF, 0xBB, 0xBF]);
            for (var i = 0; i < lines.Count; i++)
            {
                file.Write(lines[i].Bytes);
                if (i < lines.Count - 1) file.Write(i % 3 == 0 ? "\r\n"u8 : "\n"u8);
            }
        }

        var run = site.Start("run", path);
        Assert.Equal(1, await run.ExitAsync(Campaign.Limit));
        var batch = (await site.BatchesAsync()).Single();
        Assert.Equal(
            (lines.Count, lines.Count(l => l.Number is not null), lines.Count(l => l.Reason is not null)),
            (batch.Lines, batch.Numbers, batch.Rejects));
        Assert.Equal(lines.Count, batch.Numbers + batch.Rejects + batch.Blanks);
        await site.CheckSoundAsync(batch.Id, batch.Numbers);

        var rows = new ResultRows();
        await site.Ledger.Results.PageAsync(batch.Id, 0, lines.Count, rows, CancellationToken.None);
        var rejects = (await site.Ledger.Rejects.PageAsync(batch.Id, 0, lines.Count, CancellationToken.None))
            .ToDictionary(r => r.Line);
        var numbers = Enumerable.Range(0, rows.Count).ToDictionary(rows.Line, i => Encoding.ASCII.GetString(rows.Number(i)));
        for (var i = 0; i < lines.Count; i++)
        {
            Assert.Equal(lines[i].Number, numbers.GetValueOrDefault(i + 1));
            if (lines[i].Reason is { } reason) Assert.Contains(reason, rejects[i + 1].Reason, StringComparison.Ordinal);
            else Assert.DoesNotContain(i + 1, rejects.Keys);
        }
        await site.CheckNobodyLeftAsync();
    }

    [Fact]
    public async Task A_UTF_16_file_is_read_and_one_line_of_many_digits_is_a_reject()
    {
        await using var site = await Site.CreateAsync(output, null, "Runners:Processes=1");
        var path = Path.Combine(site.WorkingFolder, "wide.txt");
        await File.WriteAllTextAsync(path, $"360\r\n{new string('7', 5000)}\n13", Encoding.Unicode);

        var run = site.Start("run", path);
        Assert.Equal(1, await run.ExitAsync(Campaign.Limit));

        var batch = (await site.BatchesAsync()).Single();
        Assert.Equal((3, 2, 1), (batch.Lines, batch.Numbers, batch.Rejects));
        var reject = (await site.Ledger.Rejects.PageAsync(batch.Id, 0, 10, CancellationToken.None)).Single();
        Assert.Contains("5000 digits", reject.Reason, StringComparison.Ordinal);
        await site.CheckSoundAsync(batch.Id, 2);
    }

    static List<Line> Hostile() =>
    [
        Line.Of("360", number: "360"),
        Line.Of(""),
        Line.Of("   \t"),
        Line.Of("# a comment"),
        Line.Of("+5", number: "5"),
        Line.Of("007", number: "7"),
        Line.Of("0", number: "0"),
        Line.Of("1", number: "1"),
        Line.Of("-7", reason: "column 1: the number is negative"),
        Line.Of("0x1F", reason: "column 2: a hexadecimal number"),
        Line.Of("1e9", reason: "column 2: an exponent"),
        Line.Of("12 34", reason: "column 4: a second number"),
        Line.Of("١٢٣", reason: "column 1: the Unicode digit"),
        Line.Of("12\0", reason: "column 3: a NUL byte"),
        Line.Of("1\02", reason: "column 2: a NUL byte"),
        Line.Of(new string('9', 5000), reason: "the number has 5000 digits"),
        Line.Of(new string('8', 1 << 20), reason: "the line is too long: 1048576 bytes"),
        Line.Of("3.0", reason: "column 2: a decimal point"),
        Line.Of("1,000", reason: "the separator ','"),
        Line.Of("=1+1", reason: "column 1: '=' is not a decimal digit"),
        Line.Of("<script>", reason: "column 1: '<' is not a decimal digit"),
        new([0x31, 0xFF, 0x32], null, "column 2: the byte 0xFF is not valid UTF-8"),
        Line.Of("  42\t", number: "42"),
        Line.Of("360", number: "360"),
        Line.Of("18446744073709551617", number: "18446744073709551617"),
        Line.Of("97", number: "97"),
    ];

    sealed record Line(byte[] Bytes, string? Number, string? Reason)
    {
        internal static Line Of(string text, string? number = null, string? reason = null) =>
            new(Encoding.UTF8.GetBytes(text), number, reason);
    }
}

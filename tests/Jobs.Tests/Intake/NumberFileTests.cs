using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using BatchRunner.Jobs.Intake;

namespace BatchRunner.Jobs.Tests.Intake;

public sealed class NumberFileTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Disguises =>
        ["plain", "gzip", "UTF-8 BOM", "UTF-16 LE", "UTF-16 BE", "gzip of UTF-16"];

    [Theory]
    [MemberData(nameof(Disguises))]
    public void The_same_lines_in_any_disguise_are_the_same_numbers(string disguise)
    {
        const string Text = "12\r\n\r\n# comment\n-3\n٣\n45";
        var bytes = Disguise(Text, disguise);

        var taken = TakenFile.From(bytes);

        Assert.Equal([(1, "12"), (6, "45")], taken.Numbers);
        Assert.Equal([4, 5], taken.Rejects.Select(reject => reject.Line));
        Assert.Equal("٣", taken.Rejects[1].Text);
        Assert.Equal((6, 2, 2), (taken.End.Lines, taken.End.Blanks, taken.End.Rejects));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), taken.Slices[^1].FileHash);
    }

    [Theory]
    [MemberData(nameof(Disguises))]
    public void Offset_and_prefix_hash_are_of_the_text_not_of_the_file(string disguise)
    {
        const string Text = "12\n345\n6\n";
        var text = Encoding.UTF8.GetBytes(disguise == "UTF-8 BOM" ? "\uFEFF" + Text : Text);

        var end = TakenFile.From(Disguise(Text, disguise)).End;

        Assert.Equal(text.Length, end.Offset);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(text)), end.PrefixHash);
    }

    [Fact]
    public void Gzip_members_follow_each_other_as_one_text()
    {
        byte[] members = [.. Gzip("1\n2"u8), .. Gzip("3\n"u8), .. Gzip([]), .. Gzip("4"u8)];

        Assert.Equal([(1, "1"), (2, "23"), (3, "4")], TakenFile.From(members).Numbers);
    }

    [Fact]
    public void A_gzip_cut_off_anywhere_is_refused_by_name()
    {
        byte[] whole = [.. Gzip("123\n456\n"u8), .. Gzip(Encoding.ASCII.GetBytes(new string('8', 5000)))];
        var firstMember = Gzip("123\n456\n"u8).Length;

        for (var length = 2; length < whole.Length; length++)
        {
            if (length == firstMember) continue;
            var path = _folder.Write("cut.txt.gz", whole[..length]);

            var refusal = Record.Exception(() => TakenFile.From(path));

            Assert.True(refusal is UnreadableFileException, $"Cut at {length} of {whole.Length}: {refusal}");
            Assert.Contains("cut.txt.gz", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_gzip_is_refused_by_name()
    {
        var random = new Random(7);
        var numbers = string.Join('\n', Enumerable.Range(0, 20_000).Select(_ => random.Next()));
        var bytes = Gzip(Encoding.ASCII.GetBytes(numbers));
        bytes[bytes.Length / 2] ^= 0x55;
        var damaged = _folder.Write("damaged.gz", bytes);
        byte[] crc = Gzip("1\n"u8);
        crc[^6] ^= 1;
        byte[] followed = [.. Gzip("1\n"u8), 1, 2, 3];

        Assert.Contains("damaged.gz", Refusal(damaged), StringComparison.Ordinal);
        Assert.Contains("crc.gz", Refusal(_folder.Write("crc.gz", crc)), StringComparison.Ordinal);
        Assert.Contains("no gzip follows", Refusal(_folder.Write("followed.gz", followed)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_of_random_incompressible_bytes_arrives_whole()
    {
        var random = new Random(11);
        var numbers = string.Join('\n', Enumerable.Range(0, 100_000).Select(_ => random.NextInt64()));
        var text = Encoding.ASCII.GetBytes(numbers);

        var taken = TakenFile.From(Gzip(text));

        Assert.Equal(text.Length, taken.End.Offset);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(text)), taken.End.PrefixHash);
        Assert.Equal(100_000, taken.End.Numbers);
    }

    [Fact]
    public void One_endless_line_in_a_gzip_costs_no_more_memory_than_a_short_one()
    {
        const int Mebibytes = 256;
        var path = _folder.At("bomb.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write("5\n"u8);
            var block = Encoding.ASCII.GetBytes(new string('7', 1 << 20));
            for (var i = 0; i < Mebibytes; i++) gzip.Write(block);
            gzip.Write("\n6\n"u8);
        }
        TakenFile.FromText("1\n");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var taken = TakenFile.From(path);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal([(1, "5"), (3, "6")], taken.Numbers);
        Assert.Contains($"{Mebibytes << 20} bytes", Assert.Single(taken.Rejects).Reason, StringComparison.Ordinal);
        Assert.True(allocated < 16 << 20, $"{allocated} bytes were allocated for one line.");
    }

    [Fact]
    public void A_text_without_end_is_refused_at_the_limit()
    {
        var path = _folder.Write("long.gz", Gzip(Encoding.ASCII.GetBytes(new string('\n', 2_000_000))));

        var refusal = Assert.Throws<UnreadableFileException>(
            () => TakenFile.From(path, new IntakeLimits { MaxTextBytes = 1_000_000 }));

        Assert.Contains("more than 1000000 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_regular_files_are_opened()
    {
        var file = _folder.Write("real.txt", "1\n"u8.ToArray());
        File.CreateSymbolicLink(_folder.At("link"), file);
        File.CreateSymbolicLink(_folder.At("dangling"), _folder.At("nowhere"));

        Assert.Contains("a symbolic link", Refusal(_folder.At("link")), StringComparison.Ordinal);
        Assert.Contains("a symbolic link", Refusal(_folder.At("dangling")), StringComparison.Ordinal);
        Assert.Contains("a folder", Refusal(_folder.Path), StringComparison.Ordinal);
        Assert.Contains("not there", Refusal(_folder.At("nowhere")), StringComparison.Ordinal);
        Assert.Null(RegularFile.WhyNot(file));
    }

    [Fact]
    public void A_FIFO_or_device_is_refused_without_waiting_for_it()
    {
        using (var mkfifo = Process.Start("mkfifo", _folder.At("fifo"))) mkfifo.WaitForExit();

        Assert.Contains("a FIFO", Refusal(_folder.At("fifo")), StringComparison.Ordinal);
        Assert.Contains("a character device", Refusal("/dev/zero"), StringComparison.Ordinal);
    }

    static string Refusal(string path) => Assert.Throws<UnreadableFileException>(() => TakenFile.From(path)).Message;

    static byte[] Disguise(string text, string disguise) => disguise switch
    {
        "plain" => Encoding.UTF8.GetBytes(text),
        "gzip" => Gzip(Encoding.UTF8.GetBytes(text)),
        "UTF-8 BOM" => Encoding.UTF8.GetBytes("\uFEFF" + text),
        "UTF-16 LE" => Encoding.Unicode.GetBytes("\uFEFF" + text),
        "UTF-16 BE" => Encoding.BigEndianUnicode.GetBytes("\uFEFF" + text),
        "gzip of UTF-16" => Gzip(Encoding.Unicode.GetBytes("\uFEFF" + text)),
        _ => throw new ArgumentOutOfRangeException(nameof(disguise)),
    };

    static byte[] Gzip(ReadOnlySpan<byte> text)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal)) gzip.Write(text);
        return compressed.ToArray();
    }
}

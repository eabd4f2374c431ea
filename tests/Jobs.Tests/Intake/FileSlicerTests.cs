using System.Text;
using BatchRunner.Factoring;
using BatchRunner.Jobs.Intake;
using BatchRunner.Jobs.Planning;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Tests.Intake;

public sealed class FileSlicerTests : IDisposable
{
    // Small limits, so that every rule that cuts a chunk or a slice is met within a few kilobytes.
    static readonly IntakeLimits Small = new()
    {
        MaxDigits = 40,
        TargetSeconds = 400e-6,
        FirstSeconds = 50e-6,
        MaxNumbers = 12,
        MaxPayloadBytes = 200,
        MaxSkippedLines = 5,
        SlicePayloadBytes = 700,
        SliceChunks = 6,
        SliceRejects = 9,
        SliceTextBytes = 900,
    };

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_line_of_the_torture_file_ends_in_exactly_one_place()
    {
        var taken = TakenFile.From(Path.Combine(AppContext.BaseDirectory, "Data", "edge_inputs.txt"));

        Assert.Equal(
            [
                (1, "0"), (2, "1"), (3, "2"), (4, "3"), (5, "4"), (7, "6"), (8, "12"), (9, "12"),
                (17, "18446744073709551615"), (18, "18446744073709551616"), (19, "18446744073709551557"),
                (20, "340282366920938463463374607431768211455"), (21, "340282366920938463463374607431768211456"),
                (22, "340282366920938463463374607431768211297"), (23, "15"), (24, "21"),
                (26, new string('9', 60)), (27, "7"),
            ],
            taken.Numbers);
        Assert.Equal([6, 10, 11, 12, 15, 16, 25], taken.Rejects.Select(reject => reject.Line));
        Assert.Equal((27, 2), (taken.End.Lines, taken.End.Blanks));
    }

    [Fact]
    public void An_empty_file_is_one_last_slice_without_lines()
    {
        var slice = Assert.Single(TakenFile.FromText("").Slices);

        Assert.True(slice.IsLast);
        Assert.Empty(slice.Chunks);
        Assert.Equal((0, 0), (slice.Reached.Lines, slice.Reached.Offset));
    }

    [Fact]
    public void A_line_feed_ends_a_line_and_begins_none()
    {
        Assert.Equal(1, TakenFile.FromText("5\n").End.Lines);
        Assert.Equal(1, TakenFile.FromText("5").End.Lines);
        Assert.Equal(2, TakenFile.FromText("5\n\n").End.Lines);
        Assert.Equal(2, TakenFile.FromText("5\n6\r").End.Numbers);
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(200_000)]
    [InlineData(330_000)]
    [InlineData(1_000_000)]
    public void A_long_line_is_cut_at_the_same_length_wherever_it_stands(int length)
    {
        var line = "1" + new string(' ', length - 1);
        for (var before = 0; before < 300_000; before += 100_000)
        {
            var text = string.Concat(Enumerable.Repeat("#\n", before)) + line + "\n8\n";

            var taken = TakenFile.FromText(text);

            Assert.Equal(length <= 65_536 ? 2 : 1, taken.Numbers.Count);
            Assert.Equal((before + 2, "8"), taken.Numbers[^1]);
            Assert.Equal(text.Length, taken.End.Offset);
            Assert.Equal(length <= 65_536 ? 0 : 1, taken.Rejects.Count);
        }
    }

    [Fact]
    public void Chunks_start_small_and_grow_to_the_target()
    {
        // A fiftieth of the usual times, so that they and not the 50,000 numbers end a chunk.
        var limits = new IntakeLimits { FirstSeconds = 0.002, TargetSeconds = 0.04 };
        var text = string.Concat(Enumerable.Repeat("12345678901234567890\n", 400_000));
        var taken = TakenFile.From(Encoding.UTF8.GetBytes(text), limits);

        var efforts = taken.Chunks.Select(chunk => chunk.EffortMicros).ToList();

        Assert.InRange(efforts[0], 0.001e6, 0.002e6);
        Assert.InRange(efforts.Max(), 0.03e6, 0.04e6);
        Assert.InRange(efforts[1], 1.9 * efforts[0], 2.1 * efforts[0]);
        Assert.All(taken.Chunks, chunk => Assert.InRange(chunk.Numbers, 1, 50_000));
        Assert.Single(taken.Slices[0].Chunks);
        Assert.Equal(400_000, taken.Numbers.Count);
    }

    [Fact]
    public void A_number_that_exceeds_the_target_alone_is_a_chunk_of_its_own()
    {
        var hard = new string('9', 80);

        var taken = TakenFile.FromText($"1\n2\n{hard}\n3\n4\n{hard}\n{hard}\n");

        Assert.Equal([2, 1, 2, 1, 1], taken.Chunks.Select(chunk => chunk.Numbers));
    }

    [Fact]
    public void A_number_that_may_be_very_hard_stands_alone_although_the_mean_of_its_size_would_fit()
    {
        var perhapsHard = new string('9', 61);
        Assert.InRange(EffortEstimate.Micros(61), 0, 1e6);

        var taken = TakenFile.FromText($"1\n2\n{perhapsHard}\n3\n");

        Assert.Equal([2, 1, 1], taken.Chunks.Select(chunk => chunk.Numbers));
    }

    [Fact]
    public void Chunks_shrink_towards_the_end_so_that_all_workers_end_together()
    {
        var limits = new IntakeLimits { Workers = 4 };
        var text = string.Concat(Enumerable.Repeat(new string('7', 44) + "\n", 30_000));

        var efforts = TakenFile.From(Encoding.UTF8.GetBytes(text), limits).Chunks.Select(c => c.EffortMicros).ToList();

        Assert.InRange(efforts.Max(), 1.9e6, 2e6);
        Assert.All(efforts[^5..], effort => Assert.InRange(effort, 0, 0.26e6));
        Assert.All(efforts[^20..].Zip(efforts[^19..]), pair => Assert.True(pair.Second <= pair.First * 1.01));
    }

    [Fact]
    public void A_slower_machine_gets_smaller_chunks()
    {
        EffortSample sample = new() { Host = "here", Numbers = 1000, Predicted = 2.9e6, Actual = 4 * 2.9e6 };
        var limits = new IntakeLimits { Pace = MachinePace.Learn([sample]) };
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(new string('7', 44) + "\n", 30_000)));

        Assert.InRange(TakenFile.From(text, limits).Chunks.Max(c => c.EffortMicros), 0.47e6, 0.5e6);
    }

    [Fact]
    public void Skipped_lines_keep_their_place_up_to_a_run_that_ends_the_chunk()
    {
        var limits = new IntakeLimits();
        var run = new string('\n', limits.MaxSkippedLines);

        var taken = TakenFile.FromText($"1\n{run}2\n\n{run}3\n");

        Assert.Equal([(1, "1"), (run.Length + 2, "2"), ((2 * run.Length) + 4, "3")], taken.Numbers);
        Assert.Equal([2, 1], taken.Chunks.Select(chunk => chunk.Numbers));
    }

    [Fact]
    public void A_file_of_rejects_alone_is_cut_into_slices_of_bounded_size()
    {
        var taken = TakenFile.FromText(string.Concat(Enumerable.Repeat("x\n", 50_000)));

        Assert.Equal([20_000, 20_000, 10_000], taken.Slices.Select(slice => slice.Rejects.Count));
        Assert.Empty(taken.Chunks);
    }

    [Theory]
    [InlineData(1, 300)]
    [InlineData(2, 40)]
    public void Random_bytes_never_crash_and_resuming_anywhere_changes_no_number(int firstSeed, int seeds)
    {
        for (var seed = firstSeed * 1000; seed < (firstSeed * 1000) + seeds; seed++)
        {
            var bytes = firstSeed == 1 ? RandomLines(new(seed)) : RandomBytes(new(seed));
            var path = _folder.Write("fuzz.txt", bytes);
            try
            {
                CheckAgainstResumed(path);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}", e);
            }
        }
    }

    static void CheckAgainstResumed(string path)
    {
        var whole = TakenFile.From(path, Small);
        var end = whole.End;
        Assert.Equal(end.Lines, end.Numbers + end.Blanks + end.Rejects);
        Assert.Equal(end.Numbers, whole.Numbers.Count);
        Assert.Equal(end.Rejects, whole.Rejects.Count);
        Assert.Equal(whole.Numbers.OrderBy(number => number.Line), whole.Numbers);
        foreach (var chunk in whole.Chunks)
        {
            Assert.InRange(chunk.Numbers, 1, Small.MaxNumbers);
            Assert.InRange(chunk.Payload.Length, 2, Small.MaxPayloadBytes);
            Assert.True(chunk.Numbers == 1 || chunk.EffortMicros <= Small.TargetSeconds * 1e6);
        }

        for (var cut = 0; cut < whole.Slices.Count; cut++)
        {
            var before = new TakenFile([.. whole.Slices.Take(cut + 1)]);
            var after = TakenFile.Resumed(path, Small, whole.Slices[cut].Reached);

            Assert.Equal(whole.Numbers, before.Numbers.Concat(after.Numbers));
            Assert.Equal(whole.Rejects, before.Rejects.Concat(after.Rejects));
            Assert.Equal(end, after.End);
            Assert.Equal(whole.Slices[^1].FileHash, after.Slices[^1].FileHash);
        }
    }

    [Fact]
    public void A_file_changed_before_the_point_reached_is_not_resumed()
    {
        var text = string.Concat(Enumerable.Range(1, 5000).Select(n => $"{n}\n"));
        var path = _folder.Write("changed.txt", Encoding.ASCII.GetBytes(text));
        var point = TakenFile.From(path, Small).Slices[3].Reached;

        File.WriteAllText(path, "9" + text[1..]);
        var changed = Assert.Throws<UnreadableFileException>(() => TakenFile.Resumed(path, Small, point));
        File.WriteAllText(path, text[..(int)(point.Offset - 1)]);
        var shortened = Assert.Throws<UnreadableFileException>(() => TakenFile.Resumed(path, Small, point));

        Assert.Contains("changed.txt was changed", changed.Message, StringComparison.Ordinal);
        Assert.Contains("changed.txt was changed", shortened.Message, StringComparison.Ordinal);
    }

    static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(20_000)];
        random.NextBytes(bytes);
        if (bytes is [0x1F, 0x8B, ..]) bytes[0] = 0;
        return bytes;
    }

    static byte[] RandomLines(Random random)
    {
        string[] pieces =
            ["7", "0", "99", "12345678901", " ", "\t", "\r", "\r\n", "+", "-", "#", "x", "é", "٣", "\0", "\uFEFF", "."];
        var text = new StringBuilder();
        for (var i = random.Next(800); i > 0; i--)
        {
            text.Append(pieces[random.Next(random.Next(1, pieces.Length + 1))]);
            if (random.Next(3) == 0) text.Append('\n', random.Next(40) == 0 ? random.Next(30) : 1);
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}

using System.Numerics;
using BatchRunner.Jobs.Export;
using BatchRunner.Jobs.Tests.Intake;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Tests.Export;

public sealed class BatchExporterTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_answers_stand_beside_the_input_in_line_order()
    {
        using var house = await OpenAsync();
        house.Drop("july.txt", "12\n# comment\n\n0\n1\n7\n-5\n12\n");

        await house.RunDryAsync();

        Assert.Equal("12: 2 2 3\n0:\n1:\n7: 7\n12: 2 2 3\n", Done(house, "july.batch-1.factors.txt"));
        Assert.Equal("12\n# comment\n\n0\n1\n7\n-5\n12\n", Done(house, "july.batch-1.txt"));
        Assert.Equal(
            "# line\treason\ttext\n"
            + "7\tcolumn 1: the number is negative; only integers from 0 up have a factorization\t-5\n",
            Done(house, "july.batch-1.rejects.txt"));
        Assert.Equal(3, Directory.GetFiles(house.Folders.Done).Length);
        Assert.Empty(Directory.GetFiles(house.Folders.Claimed));
        var batch = await BatchAsync(house);
        Assert.Equal(BatchState.Completed, batch.State);
        Assert.NotNull(batch.MovedAt);
    }

    [Fact]
    public async Task A_file_without_rejects_has_no_rejects_file_and_an_empty_one_is_complete()
    {
        using var house = await OpenAsync();
        house.Drop("empty.txt.gz", []);

        await house.RunDryAsync();

        Assert.Equal("", Done(house, "empty.batch-1.factors.txt"));
        Assert.Equal(["empty.batch-1.factors.txt", "empty.batch-1.txt.gz"],
            Directory.GetFiles(house.Folders.Done).Select(Path.GetFileName).Order());
        Assert.Equal(BatchState.Completed, (await BatchAsync(house)).State);
    }

    [Fact]
    public async Task Numbers_without_a_complete_answer_are_comments_that_say_so()
    {
        using var house = await OpenAsync();
        house.Drop("july.txt", "12\n210\n\n99\n");
        await house.Intake.TurnAsync(CancellationToken.None);
        await house.Intake.DrainAsync(CancellationToken.None);
        await house.WorkAsync(number => number == new BigInteger(210) ? ResultStatus.Unfactored
            : number == new BigInteger(99) ? ResultStatus.Quarantined : ResultStatus.Factored);

        await house.RunDryAsync();

        Assert.Equal(
            "12: 2 2 3\n"
            + "# line 2: 210 unfactored: primes found so far: 2 3; composite cofactor left: 35\n"
            + "# line 4: 99 quarantined: it brought its worker down\n",
            Done(house, "july.batch-1.factors.txt"));
        Assert.Equal(BatchState.CompletedWithFailures, (await BatchAsync(house)).State);
    }

    [Fact]
    public async Task The_numbers_of_a_failed_chunk_are_comments_in_their_places()
    {
        using var house = await OpenAsync();
        var hard = new string('9', 80);
        house.Drop("july.txt", $"2\n{hard}\n\n3\n4\n{hard}1\n");
        await house.Intake.TurnAsync(CancellationToken.None);
        await house.Intake.DrainAsync(CancellationToken.None);
        for (var i = 0; i < 2; i++)
        {
            var hardest = (await house.ClaimAsync())!;
            await house.Site.Ledger.Chunks.FailAsync(hardest, "a mistake of ours", 1, TimeSpan.Zero, CancellationToken.None);
        }

        await house.RunDryAsync();

        Assert.Equal(
            $"2: 2\n# line 2: {hard} not worked: its chunk failed\n3: 3\n4: 2 2\n"
            + $"# line 6: {hard}1 not worked: its chunk failed\n",
            Done(house, "july.batch-1.factors.txt"));
    }

    [Fact]
    public async Task A_retried_batch_is_exported_again()
    {
        using var house = await OpenAsync();
        house.Drop("july.txt", "12\n210\n");
        await house.Intake.TurnAsync(CancellationToken.None);
        await house.Intake.DrainAsync(CancellationToken.None);
        await house.WorkAsync(number => number == new BigInteger(210) ? ResultStatus.Unfactored : ResultStatus.Factored);
        await house.RunDryAsync();
        Assert.Contains("unfactored", Done(house, "july.batch-1.factors.txt"), StringComparison.Ordinal);

        await house.Site.Ledger.Steering.RetryAsync(1, CancellationToken.None);
        await house.RunDryAsync();

        Assert.Equal("12: 2 2 3\n210: 2 3 5 7\n", Done(house, "july.batch-1.factors.txt"));
        Assert.Equal(BatchState.Completed, (await BatchAsync(house)).State);
        Assert.Equal("12\n210\n", Done(house, "july.batch-1.txt"));
    }

    [Fact]
    public async Task An_export_that_cannot_be_written_is_given_back_and_done_later()
    {
        using var house = await OpenAsync();
        await LoadAndWorkAsync(house, "12\n");
        Directory.Delete(house.Folders.Done);
        await File.WriteAllTextAsync(house.Folders.Done, "in the way");

        Assert.Equal(ExportOutcome.Postponed, await house.Exporter.ExportNextAsync(CancellationToken.None));
        var waiting = await BatchAsync(house);
        Assert.Equal((BatchState.Exporting, null), (waiting.State, waiting.ExporterId));
        Assert.NotNull(waiting.Error);

        File.Delete(house.Folders.Done);
        Assert.Equal(ExportOutcome.Exported, await house.Exporter.ExportNextAsync(CancellationToken.None));
        Assert.Equal("12: 2 2 3\n", Done(house, "july.batch-1.factors.txt"));
    }

    [Fact]
    public async Task Of_several_exporters_one_gets_the_batch_and_a_dead_ones_work_is_taken_over()
    {
        using var house = await OpenAsync();
        await LoadAndWorkAsync(house, "12\n");
        using (var killed = await OpenAsync())
        {
            await killed.Batches.TakeExportAsync("here", killed.Site.RunnerId, CancellationToken.None);
            Assert.Equal(ExportOutcome.Nothing, await house.Exporter.ExportNextAsync(CancellationToken.None));
            await File.WriteAllTextAsync(Path.Combine(killed.Folders.Done, ".export-1-9.factors.tmp"), "half");
        }
        await house.RescueAsync();

        Assert.Equal(ExportOutcome.Exported, await house.Exporter.ExportNextAsync(CancellationToken.None));
        Assert.Equal(["july.batch-1.factors.txt", "july.batch-1.txt"],
            Directory.GetFiles(house.Folders.Done).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task More_rows_than_a_page_are_all_written()
    {
        using var house = await OpenAsync();
        house.Drop("july.txt", string.Concat(Enumerable.Range(1, 12_345).Select(n => $"{n}\nx\n")));

        await house.RunDryAsync();

        var lines = Done(house, "july.batch-1.factors.txt").Split('\n');
        Assert.Equal(12_346, lines.Length);
        Assert.Equal(Enumerable.Range(1, 12_345), lines[..^1].Select(line => int.Parse(line.Split(':')[0], null)));
        Assert.Equal(12_345 + 2, Done(house, "july.batch-1.rejects.txt").Split('\n').Length);
    }

    [Fact]
    public async Task The_longest_names_fit_with_all_that_is_added()
    {
        using var house = await OpenAsync();
        house.Drop(new string('n', 251) + ".txt", "12\nx\n");

        await house.RunDryAsync();

        Assert.Equal(3, Directory.GetFiles(house.Folders.Done).Length);
    }

    Task<FileHouse> OpenAsync() => FileHouse.OpenAsync(_folder.At("data"));

    static async Task LoadAndWorkAsync(FileHouse house, string text)
    {
        house.Drop("july.txt", text);
        await house.Intake.TurnAsync(CancellationToken.None);
        await house.Intake.DrainAsync(CancellationToken.None);
        await house.WorkAsync();
    }

    static async Task<BatchRow> BatchAsync(FileHouse house) =>
        (await house.Batches.FindAsync(1, CancellationToken.None))!;

    static string Done(FileHouse house, string name) => File.ReadAllText(Path.Combine(house.Folders.Done, name));
}

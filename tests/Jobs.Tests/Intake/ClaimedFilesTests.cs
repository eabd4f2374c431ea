using BatchRunner.Jobs.Intake;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Tests.Intake;

public sealed class ClaimedFilesTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_claimed_but_not_loaded_is_loaded_with_its_name_and_priority()
    {
        using var house = await OpenAsync();
        var claimed = ClaimedFile.New(house.Folders, "july.txt", 1, house.Site.Time, isPart: false);
        await File.WriteAllTextAsync(claimed.Path, "1\n");

        await house.RunDryAsync();

        var batch = (await house.Batches.FindByNameAsync("july.txt", CancellationToken.None))!;
        Assert.Equal((claimed.Key, 1, BatchState.Completed), (batch.ClaimKey, batch.Priority, batch.State));
    }

    [Fact]
    public async Task A_move_that_was_made_but_not_recorded_is_only_recorded()
    {
        using var house = await OpenAsync();
        var claimed = await FinishWithoutMoveAsync(house);
        File.Move(claimed.Path, Path.Combine(house.Folders.Done, "july.batch-1.txt"));

        await SettleAsync(house);

        Assert.NotNull((await house.Batches.FindAsync(1, CancellationToken.None))!.MovedAt);
    }

    [Fact]
    public async Task A_finished_batch_whose_file_was_not_moved_gets_its_move()
    {
        using var house = await OpenAsync();
        var claimed = await FinishWithoutMoveAsync(house);

        var unloaded = await SettleAsync(house);

        Assert.Empty(unloaded.Files);
        Assert.False(File.Exists(claimed.Path));
        Assert.True(File.Exists(Path.Combine(house.Folders.Done, "july.batch-1.txt")));
    }

    [Fact]
    public async Task A_finished_batch_whose_file_was_removed_is_settled_all_the_same()
    {
        using var house = await OpenAsync();
        var claimed = await FinishWithoutMoveAsync(house);
        File.Delete(claimed.Path);

        await SettleAsync(house);

        Assert.Empty(await house.Batches.UnsettledAsync("here", CancellationToken.None));
    }

    [Fact]
    public async Task A_file_that_vanished_while_it_was_loaded_cancels_its_batch()
    {
        using var house = await OpenAsync();
        var claimed = ClaimedFile.New(house.Folders, "july.txt", 0, house.Site.Time, isPart: false);
        await house.Batches.CreateAsync(new(claimed.Key, "july.txt", "here", 4, 0, house.Site.RunnerId), new()
        {
            FromBytes = 0,
            ToBytes = 2,
            PrefixSha256 = "hash",
            Lines = 1,
            Blanks = 0,
            Numbers = 1,
            RejectCount = 0,
            Chunks = [new(1, 2, 1, 1, "1\n"u8.ToArray())],
            Rejects = [],
        }, CancellationToken.None);

        await house.RunDryAsync();

        var batch = (await house.Batches.FindAsync(1, CancellationToken.None))!;
        Assert.Equal(BatchState.Cancelled, batch.State);
        Assert.Contains("not there", batch.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_whose_batch_exists_loses_its_part()
    {
        using var house = await OpenAsync();
        var claimed = ClaimedFile.New(house.Folders, "july.txt", 0, house.Site.Time, isPart: false);
        await File.WriteAllTextAsync(claimed.Path, "1\n");
        await house.Loader.LoadAsync(claimed, false, CancellationToken.None);
        File.Move(claimed.Path, claimed.Path + ".part");

        await SettleAsync(house);

        Assert.True(File.Exists(claimed.Path));
    }

    [Fact]
    public async Task An_unfinished_copy_goes_when_its_maker_is_gone_for_long_and_not_before()
    {
        var clock = new ManualClock();
        using var house = await FileHouse.OpenAsync(_folder.At("data"), time: clock);
        var held = ClaimedFile.New(house.Folders, "held.txt", 0, clock, isPart: true);
        var abandoned = ClaimedFile.New(house.Folders, "abandoned.txt", 0, clock, isPart: true);
        await using var maker = new FileStream(held.Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        await File.WriteAllTextAsync(abandoned.Path, "1\n");
        File.SetLastWriteTimeUtc(held.Path, clock.GetUtcNow().UtcDateTime);
        File.SetLastWriteTimeUtc(abandoned.Path, clock.GetUtcNow().UtcDateTime);

        await SettleAsync(house);
        Assert.True(File.Exists(abandoned.Path));
        clock.Advance(3600);
        var unloaded = await SettleAsync(house);

        Assert.Empty(unloaded.Files);
        Assert.False(File.Exists(abandoned.Path));
        Assert.True(File.Exists(held.Path));
    }

    [Fact]
    public async Task A_file_nobody_of_us_named_is_left_alone()
    {
        using var house = await OpenAsync();
        var path = Path.Combine(house.Folders.Claimed, "notes.txt");
        await File.WriteAllTextAsync(path, "1\n");

        var unloaded = await SettleAsync(house);

        Assert.Empty(unloaded.Files);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Two_processes_that_settle_the_same_file_make_one_batch()
    {
        using var house = await OpenAsync();
        using var other = await OpenAsync();
        var claimed = ClaimedFile.New(house.Folders, "july.txt", 0, house.Site.Time, isPart: false);
        await File.WriteAllTextAsync(claimed.Path, "1\n2\n");

        var outcomes = await Task.WhenAll(
            Task.Run(() => house.Loader.LoadAsync(claimed, false, CancellationToken.None)),
            Task.Run(() => other.Loader.LoadAsync(claimed, false, CancellationToken.None)));

        Assert.All(outcomes, outcome => Assert.True(outcome is LoadOutcome.Loaded or LoadOutcome.TakenAway, $"{outcome}"));
        Assert.Single(await house.Site.Ledger.Summaries.NewestAsync(long.MaxValue, 10, CancellationToken.None));
    }

    Task<FileHouse> OpenAsync() => FileHouse.OpenAsync(_folder.At("data"));

    static async Task<(IReadOnlyList<BatchRow> Batches, IReadOnlyList<ClaimedFile> Files)> SettleAsync(FileHouse house) =>
        (await house.Claimed.SettleBatchesAsync(_ => false, CancellationToken.None),
            await house.Claimed.SettleFilesAsync(_ => false, CancellationToken.None));

    static async Task<ClaimedFile> FinishWithoutMoveAsync(FileHouse house)
    {
        var claimed = ClaimedFile.New(house.Folders, "july.txt", 0, house.Site.Time, isPart: false);
        await File.WriteAllTextAsync(claimed.Path, "1\n");
        await house.Loader.LoadAsync(claimed, false, CancellationToken.None);
        await house.WorkAsync();
        await house.Batches.TakeExportAsync("here", house.Site.RunnerId, CancellationToken.None);
        Assert.True(await house.Batches.CompleteAsync(1, house.Site.RunnerId, CancellationToken.None));
        return claimed;
    }
}

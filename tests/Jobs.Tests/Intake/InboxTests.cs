using System.Diagnostics;
using BatchRunner.Jobs.Intake;

namespace BatchRunner.Jobs.Tests.Intake;

public sealed class InboxTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_taken_when_it_has_not_changed_over_the_quiet_period()
    {
        using var house = await OpenAsync();
        var path = house.Drop("july.txt", "1\n");

        Assert.Empty(house.Inbox.Claim(10));
        _clock.Advance(0.9);
        Assert.Empty(house.Inbox.Claim(10));
        File.AppendAllText(path, "2\n");
        _clock.Advance(0.2);
        Assert.Empty(house.Inbox.Claim(10));
        _clock.Advance(0.9);
        Assert.Empty(house.Inbox.Claim(10));
        _clock.Advance(0.1);
        var claimed = Assert.Single(house.Inbox.Claim(10));

        Assert.Equal("july.txt", claimed.Name);
        Assert.Equal("1\n2\n", File.ReadAllText(claimed.Path));
        Assert.False(File.Exists(path));
        Assert.Equal(claimed, ClaimedFile.Parse(claimed.Path));
    }

    [Fact]
    public async Task A_change_of_time_alone_counts_as_writing()
    {
        using var house = await OpenAsync();
        var path = house.Drop("july.txt", "1\n");
        house.Inbox.Claim(10);
        _clock.Advance(1);

        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(1));

        Assert.Empty(house.Inbox.Claim(10));
    }

    [Theory]
    [InlineData(".hidden")]
    [InlineData("a.tmp")]
    [InlineData("a.part")]
    [InlineData("a.partial")]
    [InlineData("a.writing")]
    [InlineData("a.crdownload")]
    [InlineData("a.txt~")]
    public async Task A_name_that_says_unfinished_is_left_alone_until_it_is_renamed(string name)
    {
        using var house = await OpenAsync();
        var path = house.Drop(name, "1\n");

        Assert.Empty(ClaimQuietly(house));
        File.Move(path, Path.Combine(house.Folders.Inbox, "complete.txt"));

        Assert.Equal("complete.txt", Assert.Single(ClaimQuietly(house)).Name);
    }

    [Fact]
    public async Task The_folder_sets_the_priority_and_the_order()
    {
        using var house = await OpenAsync();
        house.Drop("low/c.txt", "1\n");
        house.Drop("b.txt", "2\n");
        house.Drop("high/a.txt", "3\n");

        var claimed = ClaimQuietly(house);

        Assert.Equal([("a.txt", 1), ("b.txt", 0), ("c.txt", -1)], claimed.Select(file => (file.Name, file.Priority)));
        Assert.All(claimed, file => Assert.Equal(file.Priority, ClaimedFile.Parse(file.Path)!.Priority));
    }

    [Fact]
    public async Task Of_several_watchers_exactly_one_gets_each_of_two_thousand_files()
    {
        using var house = await OpenAsync();
        using var other = await OpenAsync();
        for (var i = 0; i < 2000; i++) house.Drop($"{i}.txt", $"{i}\n");
        house.Inbox.Claim(0);
        other.Inbox.Claim(0);
        _clock.Advance(1);

        using var start = new Barrier(2);
        var both = await Task.WhenAll(Task.Run(() => ClaimAll(house, start)), Task.Run(() => ClaimAll(other, start)));

        Assert.Equal(2000, both.Sum(claimed => claimed.Count));
        Assert.All(both, claimed => Assert.NotEmpty(claimed));
        Assert.Equal(2000, both.SelectMany(claimed => claimed).Select(file => file.Name).Distinct().Count());
        Assert.Equal(2000, Directory.GetFiles(house.Folders.Claimed).Length);
        Assert.Empty(Directory.GetFiles(house.Folders.Inbox));
    }

    [Fact]
    public async Task Links_and_pipes_go_to_failed_as_they_are_and_nothing_follows_them()
    {
        using var house = await OpenAsync();
        var secret = Path.Combine(_folder.Path, "secret.txt");
        File.WriteAllText(secret, "1\n");
        File.CreateSymbolicLink(Path.Combine(house.Folders.Inbox, "link.txt"), secret);
        File.CreateSymbolicLink(Path.Combine(house.Folders.Inbox, "dangling.txt"), "/nowhere/at/all");
        using (var mkfifo = Process.Start("mkfifo", Path.Combine(house.Folders.Inbox, "pipe.txt"))) mkfifo.WaitForExit();

        Assert.Empty(ClaimQuietly(house));

        Assert.Empty(Directory.GetFiles(house.Folders.Inbox));
        Assert.Equal(secret, new FileInfo(Path.Combine(house.Folders.Failed, "link.txt")).LinkTarget);
        Assert.Contains("a symbolic link", Reason(house, "link.txt"), StringComparison.Ordinal);
        Assert.Contains("a symbolic link", Reason(house, "dangling.txt"), StringComparison.Ordinal);
        Assert.Contains("a FIFO", Reason(house, "pipe.txt"), StringComparison.Ordinal);
        Assert.Equal("1\n", File.ReadAllText(secret));
    }

    [Fact]
    public async Task Names_of_255_bytes_are_taken_and_keep_their_ending()
    {
        using var house = await OpenAsync();
        house.Drop(new string('a', 251) + ".txt", "1\n");
        house.Drop(string.Concat(Enumerable.Repeat("\u00FC", 122)) + ".txt.gz", "1\n");

        var claimed = ClaimQuietly(house);

        Assert.Equal(2, claimed.Count);
        Assert.All(claimed, file => Assert.True(File.Exists(file.Path)));
        Assert.Contains(claimed, file => file.Name.EndsWith("\u00FC.txt.gz", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_in_the_inbox_is_nobodys_number_file()
    {
        using var house = await OpenAsync();
        Directory.CreateDirectory(Path.Combine(house.Folders.Inbox, "folder.txt"));

        Assert.Empty(ClaimQuietly(house));
        Assert.True(Directory.Exists(Path.Combine(house.Folders.Inbox, "folder.txt")));
    }

    [Fact]
    public async Task An_inbox_on_another_file_system_is_emptied_by_copying_whole_files()
    {
        var inbox = Directory.CreateDirectory($"/dev/shm/batchrunner-{Guid.NewGuid():N}").FullName;
        try
        {
            using var house = await FileHouse.OpenAsync(_folder.At("data"), inbox: inbox);
            house.Drop("july.txt", "12\n");

            var claimed = Assert.Single(house.Inbox.Claim(10));

            Assert.Equal("12\n", File.ReadAllText(claimed.Path));
            Assert.Equal([claimed.Path], Directory.GetFiles(house.Folders.Claimed));
            Assert.Empty(Directory.GetFiles(inbox));
        }
        finally
        {
            Directory.Delete(inbox, recursive: true);
        }
    }

    [Fact]
    public async Task An_inbox_that_was_removed_comes_back()
    {
        using var house = await OpenAsync();
        Directory.Delete(house.Folders.Inbox, recursive: true);

        Assert.Empty(ClaimQuietly(house));

        Assert.True(Directory.Exists(house.Folders.InboxHigh));
    }

    Task<FileHouse> OpenAsync() => FileHouse.OpenAsync(_folder.At("data"), time: _clock, quietSeconds: 1);

    IReadOnlyList<ClaimedFile> ClaimQuietly(FileHouse house)
    {
        house.Inbox.Claim(10);
        _clock.Advance(1);
        return house.Inbox.Claim(10);
    }

    static List<ClaimedFile> ClaimAll(FileHouse house, Barrier start)
    {
        List<ClaimedFile> claimed = [];
        start.SignalAndWait();
        do
        {
            claimed.AddRange(house.Inbox.Claim(10));
        }
        while (house.Inbox.HasWaiting);
        return claimed;
    }

    static string Reason(FileHouse house, string name) =>
        File.ReadAllText(Path.Combine(house.Folders.Failed, name + ".error.txt"));
}

using BatchRunner.Storage.Sqlite;

namespace BatchRunner.Storage.Tests.Sqlite;

public sealed class LivenessFolderTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("batchrunner-liveness-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_killed_process_is_seen_dead_at_once_and_leaves_only_what_can_be_forgotten()
    {
        var liveness = new LivenessFolder(_folder.FullName);
        using var process = new TestProcess("hold", _folder.FullName);
        var name = await process.SayAsync();

        var alive = liveness.Look(name);
        Assert.True(alive.Alive);
        Assert.Equal([1, 2, 3], alive.Beats);

        await process.KillAsync();

        Assert.False(liveness.Look(name).Alive);
        Assert.NotEmpty(_folder.GetFiles());
        liveness.Forget(name);
        Assert.Empty(_folder.GetFiles());
        Assert.False(liveness.Look(name).Alive);
    }

    [Fact]
    public async Task What_a_process_left_that_died_before_anybody_knew_it_is_swept_up()
    {
        var liveness = new LivenessFolder(_folder.FullName);
        using var held = liveness.Hold();
        using var process = new TestProcess("hold", _folder.FullName);
        var left = await process.SayAsync();
        await process.KillAsync();
        var (past, future) = (DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow().AddHours(1));

        liveness.Sweep(new HashSet<string>(), past);
        liveness.Sweep(new HashSet<string> { left }, future);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, left + ".lock")));

        liveness.Sweep(new HashSet<string>(), future);

        Assert.Equal([held.Name, held.Name], _folder.GetFiles().Select(f => Path.GetFileNameWithoutExtension(f.Name)));
        Assert.True(liveness.Look(held.Name).Alive);
    }

    [Fact]
    public void A_holder_is_alive_until_it_leaves_and_leaves_nothing_behind()
    {
        var liveness = new LivenessFolder(_folder.FullName);
        string name;
        using (var held = liveness.Hold())
        {
            name = held.Name;
            Assert.True(liveness.Look(name).Alive);
            Assert.Empty(liveness.Look(name).Beats);
        }

        Assert.False(liveness.Look(name).Alive);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void Beats_are_seen_worker_by_worker()
    {
        var liveness = new LivenessFolder(_folder.FullName);
        using var held = liveness.Hold();

        held.Beat([5, long.MaxValue]);
        Assert.Equal([5, long.MaxValue], liveness.Look(held.Name).Beats);
        held.Beat([6, long.MaxValue]);
        Assert.Equal([6, long.MaxValue], liveness.Look(held.Name).Beats);
    }

    [Fact]
    public void Looking_at_each_other_harms_nobody()
    {
        var liveness = new LivenessFolder(_folder.FullName);
        using var one = liveness.Hold();
        using var two = liveness.Hold();

        Parallel.For(0, 200, _ =>
        {
            Assert.True(liveness.Look(one.Name).Alive);
            Assert.True(liveness.Look(two.Name).Alive);
        });

        Assert.NotEqual(one.Name, two.Name);
        Assert.False(liveness.Look("never-was").Alive);
    }

    [Fact]
    public void A_folder_that_is_not_there_holds_nobody()
    {
        Assert.False(new LivenessFolder(Path.Combine(_folder.FullName, "none")).Look("x").Alive);
    }
}

namespace BatchRunner.Storage.Tests.Contract;

public abstract class RescueContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task A_dead_runners_chunks_are_ready_behind_what_they_had_done()
    {
        await LoadAsync(10, 8);
        var runner = await JoinAsync();
        var first = await ClaimAsync(runner);
        var second = await ClaimAsync(runner);
        await SendAsync(Commit(first, 1, 5));

        var rescued = await Ledger.Runners.EndAsync(runner, "dead", "killed by signal 9", true, None);

        Assert.Equal([first.ChunkId, second.ChunkId], rescued.Order());
        var next = await ClaimAsync(await JoinAsync());
        Assert.Equal((first.ChunkId, 2, 5L), (next.ChunkId, next.Attempt, next.NextLine));
        var row = (await Ledger.Runners.FindAsync(runner, None))!;
        Assert.Equal(("dead", "killed by signal 9", Clock.GetUtcNow()), (row.State, row.EndReason, row.EndedAt));
    }

    [Fact]
    public async Task Rescuing_twice_changes_nothing()
    {
        await LoadAsync(10);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);

        await Ledger.Runners.EndAsync(runner, "dead", "first", true, None);
        var again = await Ledger.Runners.EndAsync(runner, "dead", "second", true, None);

        Assert.Empty(again);
        Assert.Equal((1, 1), ((await ChunkAsync(lease.ChunkId)).Crashes, (await ChunkAsync(lease.ChunkId)).Rescues));
        Assert.Equal("first", (await Ledger.Runners.FindAsync(runner, None))!.EndReason);
    }

    [Fact]
    public async Task Of_many_rescuers_one_gives_the_chunk_back()
    {
        await LoadAsync(10);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);

        var rescued = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Ledger.Runners.EndAsync(runner, "dead", "killed", true, None))));

        Assert.Equal([lease.ChunkId], rescued.SelectMany(r => r));
    }

    [Fact]
    public async Task Deaths_without_progress_add_up_and_progress_forgives_them()
    {
        await LoadAsync(10);

        var first = await DieAsync(0, blame: true);
        Assert.Equal(1, (await ChunkAsync(first)).Crashes);
        await DieAsync(2, blame: true);
        Assert.Equal(0, (await ChunkAsync(first)).Crashes);
        await DieAsync(0, blame: true);
        await DieAsync(0, blame: true);
        Assert.Equal(2, (await ChunkAsync(first)).Crashes);

        Assert.False(await Ledger.Chunks.AnyReadyAsync(false, None));
        Assert.True(await Ledger.Chunks.AnyReadyAsync(true, None));
    }

    [Fact]
    public async Task Kills_from_outside_condemn_nothing()
    {
        await LoadAsync(10);

        long chunk = 0;
        for (var i = 0; i < 9; i++) chunk = await DieAsync(0, blame: false);

        var row = await ChunkAsync(chunk);
        Assert.Equal((0, 9, 9, ChunkState.Ready), (row.Crashes, row.Rescues, row.Attempt, row.State));
    }

    [Fact]
    public async Task A_runner_that_stops_by_itself_gives_its_chunks_back_without_a_rescue()
    {
        await LoadAsync(10);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);

        await Ledger.Runners.EndAsync(runner, "stopped", "asked to", false, None);

        var row = await ChunkAsync(lease.ChunkId);
        Assert.Equal((0, 0, ChunkState.Ready), (row.Crashes, row.Rescues, row.State));
        Assert.DoesNotContain(await Ledger.Runners.AliveAsync(None), r => r.Id == runner);
    }

    [Fact]
    public async Task A_runner_is_listed_as_it_joined()
    {
        var parent = await JoinAsync();
        var child = await Ledger.Runners.RegisterAsync(
            new(RunnerRole.Work, parent, "host", 4711, "12:00", "unique", "1.2.3", 6, true), None);

        var row = (await Ledger.Runners.AliveAsync(None)).Single(r => r.Id == child);

        Assert.Equal((RunnerRole.Work, parent, "host", 4711, "12:00", "unique", "1.2.3", 6, true, "alive", null),
            (row.Role, row.ParentId, row.Host, row.Pid, row.PidStarted, row.Liveness, row.Version, row.Workers,
                row.Isolated, row.State, row.EndedAt));
        Assert.Equal([child, parent], (await Ledger.Runners.NewestAsync(2, None)).Select(r => r.Id));
        Assert.Equal([child], (await Ledger.Runners.NewestAsync(1, None)).Select(r => r.Id));
    }

    [Fact]
    public async Task An_error_of_ours_is_tried_again_and_in_the_end_fails_the_chunk()
    {
        var batch = await LoadAsync(4);
        var runner = await JoinAsync();
        for (var failure = 1; failure <= 3; failure++)
        {
            var lease = await ClaimAsync(runner);
            if (failure == 1) await SendAsync(Commit(lease, 1, 3));
            await Ledger.Chunks.FailAsync(lease, "out of luck", 3, TimeSpan.Zero, None);
        }

        var chunk = Assert.Single(await Ledger.Chunks.OfBatchAsync(batch, 0, 10, None));
        Assert.Equal(
            (ChunkState.Failed, 3, "out of luck", 3L),
            (chunk.State, chunk.Failures, chunk.Error, chunk.NextLine));
        var row = await BatchAsync(batch);
        Assert.Equal((BatchState.Exporting, 1L, 2L, 0L), (row.State, row.FailedChunks, row.Done, row.OpenChunks));
    }

    [Fact]
    public async Task A_lost_lease_fails_nothing()
    {
        await LoadAsync(4);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);
        await Ledger.Runners.EndAsync(runner, "dead", "hung", true, None);
        await ClaimAsync(await JoinAsync());

        await Ledger.Chunks.FailAsync(lease, "late", 1, TimeSpan.Zero, None);

        var chunk = await ChunkAsync(lease.ChunkId);
        Assert.Equal((ChunkState.Running, 0), (chunk.State, chunk.Failures));
    }

    async Task<long> DieAsync(int progress, bool blame)
    {
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);
        if (progress > 0) await SendAsync(Commit(lease, lease.NextLine, lease.NextLine + progress));
        await Ledger.Runners.EndAsync(runner, "dead", "died", blame, None);
        return lease.ChunkId;
    }
}

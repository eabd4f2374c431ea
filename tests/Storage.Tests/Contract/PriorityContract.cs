namespace BatchRunner.Storage.Tests.Contract;

public abstract class PriorityContract(LedgerSource source) : LedgerContract(source)
{
    const int Workers = 2;

    [Fact]
    public async Task A_low_batch_is_served_now_and_then_whatever_waits_above_it()
    {
        var high = await LoadAsync([.. Enumerable.Repeat(1, 100)]);
        var low = await LoadAsync(1, 1);
        await Ledger.Steering.SetPriorityAsync(high, 1, None);
        await Ledger.Steering.SetPriorityAsync(low, -1, None);
        var runner = await JoinAsync();

        var order = await WorkASecondEachAsync(runner, 60);

        Assert.Equal([20, 40], order.Select((b, i) => (b, i)).Where(o => o.b == low).Select(o => o.i));
    }

    [Fact]
    public async Task Batches_that_wait_take_turns_the_longest_waiting_first()
    {
        var high = await LoadAsync([.. Enumerable.Repeat(1, 200)]);
        await Ledger.Steering.SetPriorityAsync(high, 1, None);
        long[] others = [await LoadAsync(1, 1), await LoadAsync(1, 1), await LoadAsync(1, 1)];
        var runner = await JoinAsync();

        var order = await WorkASecondEachAsync(runner, 60);

        Assert.Equal([.. others, .. others], order.Where(b => b != high));
    }

    [Fact]
    public async Task However_many_wait_their_turns_take_a_tenth_of_the_workers_time()
    {
        var high = await LoadAsync([.. Enumerable.Repeat(1, 200)]);
        await Ledger.Steering.SetPriorityAsync(high, 1, None);
        for (var i = 0; i < 50; i++) await LoadDearAsync(TimeSpan.FromSeconds(4));
        Clock.Advance(TimeSpan.FromMinutes(1));
        var runner = await JoinAsync();

        var order = await WorkASecondEachAsync(runner, 100);

        // 2 workers have 40 s of time in 20 s, and a turn costs 4 s of it.
        Assert.Equal(5, order.Count(b => b != high));
    }

    [Fact]
    public async Task A_batch_that_somebody_works_on_needs_no_turn()
    {
        await LoadAsync(10, 10);
        var runner = await JoinAsync();
        await ClaimAsync(runner);
        Clock.Advance(TimeSpan.FromMinutes(1));

        await ClaimAsync(runner);

        Assert.Equal(0, await CountAsync("chunks", "turn_until IS NOT NULL"));
    }

    [Fact]
    public async Task What_was_paused_has_not_been_passed_over()
    {
        var first = await LoadAsync(1, 1);
        var paused = await LoadAsync(1);
        var runner = await JoinAsync();
        await Ledger.Steering.PauseAsync(paused, None);
        await SendAsync(Commit(await ClaimAsync(runner), 1, 2));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Source.ExecuteAsync($"UPDATE batches SET served_at = NULL WHERE id = {first}");

        await Ledger.Steering.ResumeAsync(paused, None);

        Assert.Equal(first, (await ClaimAsync(runner)).BatchId);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_stops_nobodys_turn()
    {
        var high = await LoadAsync([.. Enumerable.Repeat(1, 100)]);
        await Ledger.Steering.SetPriorityAsync(high, 1, None);
        await LoadAsync(1, 1, 1);
        var runner = await JoinAsync();
        Assert.Contains(await WorkASecondEachAsync(runner, 30), b => b != high);

        Clock.SetBack(TimeSpan.FromDays(1));

        Assert.Contains(await WorkASecondEachAsync(runner, 30), b => b != high);
    }

    [Fact]
    public async Task A_lower_chunk_gives_way_with_its_commit_and_keeps_its_cursor()
    {
        await LoadAsync(10, 10);
        var runner = await JoinAsync();
        var (first, second) = (await ClaimAsync(runner), await ClaimAsync(runner));
        Assert.False((await GiveWayAsync(first, 1, 3)).Released);
        var high = await LoadHighAsync(5);

        Assert.True((await GiveWayAsync(first, 3, 5)).Released);

        var left = await ChunkAsync(first.ChunkId);
        Assert.Equal((ChunkState.Ready, 5L), (left.State, left.NextLine));
        Assert.Equal(4, await CountAsync("results"));
        Assert.Equal(high, (await ClaimAsync(runner)).BatchId);
        Assert.False((await GiveWayAsync(second, 11, 13)).Released);
    }

    [Fact]
    public async Task As_many_give_way_as_higher_chunks_are_ready()
    {
        await LoadAsync([.. Enumerable.Repeat(10, 3 * Workers)]);
        List<ChunkLease> held = [];
        for (var i = 0; i < 3; i++)
        {
            var runner = await JoinAsync();
            for (var w = 0; w < Workers; w++) held.Add(await ClaimAsync(runner));
        }
        await LoadHighAsync(1, 1);

        List<bool> gaveWay = [];
        foreach (var lease in held) gaveWay.Add((await GiveWayAsync(lease, lease.NextLine, lease.NextLine + 1)).Released);

        Assert.Equal([true, true, false, false, false, false], gaveWay);
    }

    [Fact]
    public async Task Nobody_gives_way_while_a_worker_is_free()
    {
        await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());
        await LoadHighAsync(1);

        Assert.False((await GiveWayAsync(lease, 1, 3)).Released);
    }

    [Fact]
    public async Task Nobody_gives_way_to_an_equal()
    {
        var runner = await JoinAsync();
        await LoadHighAsync(10, 10);
        var (first, _) = (await ClaimAsync(runner), await ClaimAsync(runner));
        await LoadHighAsync(10);

        Assert.False((await GiveWayAsync(first, 1, 3)).Released);
    }

    [Fact]
    public async Task Nobody_gives_way_to_what_is_paused_in_back_off_or_under_suspicion()
    {
        await LoadAsync(10, 10);
        var runner = await JoinAsync();
        var (lease, _) = (await ClaimAsync(runner), await ClaimAsync(runner));
        var high = await LoadHighAsync(1);
        await Ledger.Steering.PauseAsync(high, None);
        Assert.False((await GiveWayAsync(lease, 1, 2)).Released);

        await Ledger.Steering.ResumeAsync(high, None);
        await Source.ExecuteAsync($"UPDATE chunks SET crashes = 2 WHERE batch_id = {high}");
        Assert.False((await GiveWayAsync(lease, 2, 3)).Released);

        await Source.ExecuteAsync(
            $"UPDATE chunks SET crashes = 0, not_before = '{Clock.GetUtcNow().AddSeconds(9):yyyy-MM-ddTHH:mm:ss.fffZ}' "
            + $"WHERE batch_id = {high}");
        Assert.False((await GiveWayAsync(lease, 3, 4)).Released);

        Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True((await GiveWayAsync(lease, 4, 5)).Released);
    }

    [Fact]
    public async Task A_chunk_out_of_its_turn_is_left_alone_for_a_moment()
    {
        var low = await LoadAsync(10);
        await Ledger.Steering.SetPriorityAsync(low, -1, None);
        await LoadHighAsync(5, 5, 5, 5);
        Clock.Advance(TimeSpan.FromSeconds(30));
        var runner = await JoinAsync();
        var (turn, next) = (await ClaimAsync(runner), await ClaimAsync(runner));
        Assert.Equal(low, turn.BatchId);
        Assert.NotEqual(low, next.BatchId);

        Assert.False((await GiveWayAsync(turn, 1, 2)).Released);
        Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.True((await GiveWayAsync(turn, 2, 3)).Released);
    }

    [Fact]
    public async Task A_batch_that_is_raised_while_it_runs_takes_workers_from_others_but_not_from_itself()
    {
        var raised = await LoadAsync(10, 10);
        await LoadAsync(10, 10);
        var runner = await JoinAsync();
        var (mine, other) = (await ClaimAsync(runner), await ClaimAsync(runner));
        Assert.Equal(raised, mine.BatchId);
        await Ledger.Steering.SetPriorityAsync(raised, 1, None);

        Assert.False((await GiveWayAsync(mine, 1, 2)).Released);
        Assert.True((await GiveWayAsync(other, 1, 2)).Released);
        Assert.Equal(raised, (await ClaimAsync(runner)).BatchId);
    }

    [Fact]
    public async Task A_commit_that_gave_way_is_recognized_when_it_is_presented_again()
    {
        await LoadAsync(10, 10);
        var runner = await JoinAsync();
        var (lease, _) = (await ClaimAsync(runner), await ClaimAsync(runner));
        await LoadHighAsync(1);

        var first = await GiveWayAsync(lease, 1, 3);
        var again = await GiveWayAsync(lease, 1, 3);

        Assert.True(first.Released);
        Assert.Equal(first, again);
        Assert.Equal(2, await CountAsync("results"));
    }

    [Fact]
    public async Task A_runner_is_told_what_is_asked_of_its_chunks()
    {
        var low = await LoadAsync(10, 10);
        var runner = await JoinAsync();
        var (first, second) = (await ClaimAsync(runner), await ClaimAsync(runner));
        await Ledger.Steering.SetPriorityAsync(low, -1, None);
        Assert.Equal(
            [new(first.ChunkId, 1, false, false), new(second.ChunkId, 1, false, false)],
            (await OrdersAsync(runner)).Chunks);

        var normal = await LoadAsync(1);
        Assert.All((await OrdersAsync(runner)).Chunks, c => Assert.Equal((false, true), (c.Paused, c.Outranked)));

        await Ledger.Steering.PauseAsync(normal, None);
        await Ledger.Steering.PauseAsync(low, None);
        Assert.All((await OrdersAsync(runner)).Chunks, c => Assert.Equal((true, false), (c.Paused, c.Outranked)));

        await Ledger.Steering.CancelAsync(low, null, None);
        Assert.Empty((await OrdersAsync(runner)).Chunks);
    }

    async Task<RunnerOrders> OrdersAsync(long runner) =>
        Assert.IsType<RunnerOrders>(await Ledger.Orders.ReadAsync(runner, None));

    async Task<long> LoadHighAsync(params int[] chunks)
    {
        var batch = await LoadAsync(chunks);
        await Ledger.Steering.SetPriorityAsync(batch, 1, None);
        return batch;
    }

    async Task<long> LoadDearAsync(TimeSpan effort)
    {
        var batch = await LoadAsync(1);
        await Source.ExecuteAsync(
            $"UPDATE chunks SET effort = {effort.TotalMicroseconds} WHERE batch_id = {batch}");
        return batch;
    }

    Task<CommitOutcome> GiveWayAsync(ChunkLease lease, long from, long to) =>
        SendAsync(Commit(lease, from, to) with { GiveWay = true });

    /// <summary>One chunk a second, from claim to end.</summary>
    /// <returns>The batches in the order in which they were served.</returns>
    async Task<List<long>> WorkASecondEachAsync(long runner, int seconds)
    {
        List<long> order = [];
        for (var i = 0; i < seconds; i++)
        {
            var lease = await ClaimAsync(runner);
            order.Add(lease.BatchId);
            Clock.Advance(TimeSpan.FromSeconds(1));
            await SendAsync(Commit(lease, lease.NextLine, lease.EndLine));
        }
        return order;
    }
}

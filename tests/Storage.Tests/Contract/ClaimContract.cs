namespace BatchRunner.Storage.Tests.Contract;

public abstract class ClaimContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task A_claim_takes_the_chunk_with_the_most_effort()
    {
        var batch = await LoadAsync(2, 9, 4);
        var runner = await JoinAsync();

        var lease = await ClaimAsync(runner);

        Assert.Equal(
            (batch, runner, 1, 3L, 12L, 9L),
            (lease.BatchId, lease.RunnerId, lease.Attempt, lease.NextLine, lease.EndLine, lease.Numbers));
        Assert.Equal(9000, lease.Effort);
        Assert.StartsWith("file-", lease.BatchName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_reads_the_numbers_as_they_were_loaded()
    {
        await LoadAsync(2, 3);

        var lease = await ClaimAsync(await JoinAsync());
        var payload = await Ledger.Chunks.PayloadAsync(lease.PayloadId, None);

        Assert.Equal((3L, 6L), (payload.FirstLine, payload.EndLine));
        Assert.Equal("1003\n1004\n1005\n"u8.ToArray(), payload.Numbers);
    }

    [Fact]
    public async Task Nothing_ready_is_no_claim()
    {
        var runner = await JoinAsync();
        Assert.False(await Ledger.Chunks.AnyReadyAsync(false, None));
        Assert.Null(await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None));
        Assert.Null(await Ledger.Chunks.ClaimIfReadyAsync(runner, 0, false, Lease, None));

        await LoadAsync(1);
        Assert.True(await Ledger.Chunks.AnyReadyAsync(false, None));
        Assert.NotNull(await Ledger.Chunks.ClaimIfReadyAsync(runner, 0, false, Lease, None));

        Assert.False(await Ledger.Chunks.AnyReadyAsync(false, None));
        Assert.Null(await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None));
    }

    [Fact]
    public async Task Priority_goes_before_effort_and_age()
    {
        var low = await LoadAsync(9, 9);
        var normal = await LoadAsync(5, 5);
        var high = await LoadAsync(1, 1);
        await Ledger.Steering.SetPriorityAsync(low, -1, None);
        await Ledger.Steering.SetPriorityAsync(high, 1, None);
        var runner = await JoinAsync();

        List<long> order = [];
        for (var i = 0; i < 6; i++) order.Add((await ClaimAsync(runner)).BatchId);

        Assert.Equal([high, high, normal, normal, low, low], order);
    }

    [Fact]
    public async Task Batches_of_one_priority_share_the_workers()
    {
        var first = await LoadAsync(9, 9, 9);
        var second = await LoadAsync(1, 1, 1);
        var runner = await JoinAsync();

        List<long> order = [];
        for (var i = 0; i < 6; i++) order.Add((await ClaimAsync(runner)).BatchId);

        Assert.Equal([first, second, first, second, first, second], order);
    }

    [Fact]
    public async Task A_high_batch_that_has_workers_goes_before_a_normal_one_that_has_none()
    {
        var normal = await LoadAsync(1);
        var high = await LoadAsync(1, 1);
        await Ledger.Steering.SetPriorityAsync(high, 1, None);
        var runner = await JoinAsync();

        Assert.Equal(high, (await ClaimAsync(runner)).BatchId);
        Assert.Equal(high, (await ClaimAsync(runner)).BatchId);
        Assert.Equal(normal, (await ClaimAsync(runner)).BatchId);
    }

    [Fact]
    public async Task The_first_claim_of_a_batch_starts_it()
    {
        var batch = await LoadAsync(1, 1);
        var runner = await JoinAsync();
        Assert.Null((await BatchAsync(batch)).StartedAt);

        await ClaimAsync(runner);
        var started = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await ClaimAsync(runner);

        Assert.Equal(started, (await BatchAsync(batch)).StartedAt);
    }

    [Fact]
    public async Task Eight_workers_never_get_the_same_chunk()
    {
        const int chunks = 200;
        await LoadAsync([.. Enumerable.Repeat(1, chunks / 2)]);
        await LoadAsync([.. Enumerable.Repeat(1, chunks / 2)]);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var ledger = await Source.OpenAsync(Clock);
            var runner = await ledger.Runners.RegisterAsync(
                new(RunnerRole.Work, null, Here, 1, "boot", Guid.NewGuid().ToString(), "1.0", 1, false), None);
            List<long> mine = [];
            while (await ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None) is { } lease) mine.Add(lease.ChunkId);
            return mine;
        })));

        Assert.Equal(chunks, claims.Sum(c => c.Count));
        Assert.Equal(chunks, claims.SelectMany(c => c).Distinct().Count());
    }

    [Fact]
    public async Task A_suspect_chunk_is_claimed_in_isolation_and_only_there()
    {
        await LoadAsync(1);
        await Source.ExecuteAsync($"UPDATE chunks SET crashes = {ChunkStore.SuspectAfterCrashes}");
        var runner = await JoinAsync();

        Assert.False(await Ledger.Chunks.AnyReadyAsync(false, None));
        Assert.Null(await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None));
        Assert.True(await Ledger.Chunks.AnyReadyAsync(true, None));
        Assert.NotNull(await Ledger.Chunks.ClaimAsync(runner, 0, true, Lease, None));
    }

    [Fact]
    public async Task Isolation_takes_nothing_but_suspects()
    {
        await LoadAsync(1);

        Assert.False(await Ledger.Chunks.AnyReadyAsync(true, None));
        Assert.Null(await Ledger.Chunks.ClaimAsync(await JoinAsync(), 0, true, Lease, None));
    }

    [Fact]
    public async Task A_chunk_in_back_off_waits_for_its_moment()
    {
        await LoadAsync(1);
        var runner = await JoinAsync();
        await Ledger.Chunks.FailAsync(await ClaimAsync(runner), "no memory", 5, TimeSpan.FromSeconds(30), None);

        Assert.False(await Ledger.Chunks.AnyReadyAsync(false, None));
        Assert.Null(await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None));

        Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(2, (await ClaimAsync(runner)).Attempt);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_not_freeze_a_back_off()
    {
        await LoadAsync(1);
        var runner = await JoinAsync();
        await Ledger.Chunks.FailAsync(await ClaimAsync(runner), "no memory", 5, TimeSpan.FromSeconds(30), None);

        Clock.SetBack(TimeSpan.FromDays(1));

        Assert.NotNull(await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None));
    }

    [Fact]
    public async Task A_runner_that_was_given_up_claims_nothing()
    {
        await LoadAsync(1);
        var runner = await JoinAsync();
        await Ledger.Runners.EndAsync(runner, "dead", "did not move", true, None);

        Assert.Null(await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None));
    }

    [Fact]
    public async Task A_runner_sees_which_attempts_it_still_holds()
    {
        await LoadAsync(1, 2);
        var runner = await JoinAsync();
        var other = await JoinAsync();
        var first = await ClaimAsync(runner);
        await ClaimAsync(other);

        Assert.Equal([(first.ChunkId, 1)], await Ledger.Chunks.GrantedAsync(runner, None));

        await Ledger.Runners.EndAsync(runner, "dead", "gone", false, None);
        Assert.Empty(await Ledger.Chunks.GrantedAsync(runner, None));
    }

    [Fact]
    public async Task People_see_what_is_running()
    {
        await LoadAsync(1, 2);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);

        var row = Assert.Single(await Ledger.Chunks.RunningAsync(None));

        Assert.Equal((lease.ChunkId, runner, 0, ChunkState.Running), (row.Id, row.RunnerId, row.Worker, row.State));
        Assert.Equal(Clock.GetUtcNow(), row.StartedAt);
    }
}

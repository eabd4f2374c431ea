namespace BatchRunner.Storage.Tests.Contract;

public abstract class SplitContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task A_split_makes_the_tail_of_the_running_chunk_a_ready_one()
    {
        var batch = await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());
        await SendAsync(Commit(lease, 1, 3));

        Assert.True(await Ledger.Chunks.SplitInHalfAsync(0, None));

        var chunks = await Ledger.Chunks.OfBatchAsync(batch, 0, 10, None);
        Assert.Equal([(1L, 3L, 7L, ChunkState.Running), (7L, 7L, 11L, ChunkState.Ready)],
            chunks.Select(c => (c.FirstLine, c.NextLine, c.EndLine, c.State)));
        Assert.Equal(10, chunks.Sum(c => c.Numbers));
        Assert.Equal(10_000, chunks.Sum(c => c.Effort), 3);
        Assert.Equal(chunks[0].PayloadId, chunks[1].PayloadId);
        Assert.Equal(2, (await BatchAsync(batch)).OpenChunks);
    }

    [Fact]
    public async Task The_worker_of_a_split_chunk_learns_its_new_end_and_its_rows_past_it_are_dropped()
    {
        var batch = await LoadAsync(10);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);
        await Ledger.Chunks.SplitInHalfAsync(0, None);

        var outcome = await SendAsync(Commit(lease, 1, 9));
        Assert.Equal(new CommitOutcome(true, 6, true, false), outcome);
        Assert.Equal(5, await CountAsync("results"));

        var tail = await ClaimAsync(runner);
        Assert.Equal(6, tail.NextLine);
        Assert.True((await SendAsync(Commit(tail, 6, 11))).Ended);
        Assert.Equal(10, (await BatchAsync(batch)).Done);
    }

    [Fact]
    public async Task A_commit_short_of_the_new_end_hears_of_it()
    {
        await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());
        await Ledger.Chunks.SplitInHalfAsync(0, None);

        Assert.Equal(new CommitOutcome(true, 6, false, false), await SendAsync(Commit(lease, 1, 4)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(10)]
    public async Task No_commit_of_the_worker_reaches_past_the_end_that_a_split_gave_its_chunk(long cut)
    {
        for (var to = 2; to <= 12; to++)
        {
            var batch = await LoadAsync(10);
            var runner = await JoinAsync();
            var lease = await ClaimAsync(runner);
            var victim = (await Ledger.Chunks.FindVictimAsync(0, None))!;
            Assert.True(await Ledger.Chunks.SplitAsync(victim, new(cut, 11 - cut, 1), None));

            var outcome = await SendAsync(Commit(lease, 1, to));

            Assert.Equal(Math.Min(to, cut) - 1, await CountAsync("results", $"batch_id = {batch}"));
            Assert.Equal((cut, to >= cut), (outcome.EndLine, outcome.Ended));
            await LedgerInvariants.CheckAsync(Source);
            await Ledger.Steering.CancelAsync(batch, null, None);
        }
    }

    [Fact]
    public async Task A_chunk_that_moved_on_since_it_was_looked_at_is_not_cut_behind_its_cursor()
    {
        await LoadAsync(10);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);
        var victim = (await Ledger.Chunks.FindVictimAsync(0, None))!;
        await SendAsync(Commit(lease, 1, 6));

        Assert.False(await Ledger.Chunks.SplitAsync(victim, new(6, 5, 1), None));
        Assert.False(await Ledger.Chunks.SplitAsync(victim, new(11, 0, 0), None));
        Assert.True(await Ledger.Chunks.SplitAsync(victim, new(7, 4, 1), None));
        Assert.False(await Ledger.Chunks.SplitAsync(victim, new(8, 3, 1), None));
    }

    [Fact]
    public async Task The_next_attempt_at_a_chunk_is_not_cut_by_a_look_at_the_one_before()
    {
        await LoadAsync(10);
        var runner = await JoinAsync();
        await ClaimAsync(runner);
        var victim = (await Ledger.Chunks.FindVictimAsync(0, None))!;
        await Ledger.Runners.EndAsync(runner, "dead", "died", false, None);
        await ClaimAsync(await JoinAsync());

        Assert.False(await Ledger.Chunks.SplitAsync(victim, new(6, 5, 1), None));
    }

    [Fact]
    public async Task A_number_set_aside_past_a_moved_end_belongs_to_the_tail()
    {
        var batch = await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());
        await Ledger.Chunks.SplitInHalfAsync(0, None);
        var rows = Rows(1, 3);
        for (var line = 4; line < 8; line++) Add(rows, line, ResultStatus.Factored);

        var outcome = await SendAsync(new(lease, 1, 9, rows) { SetAside = [new(3, 1e6), new(8, 1e6)] });

        Assert.Equal((true, true), (outcome.Accepted, outcome.Ended));
        Assert.Equal([(6L, 11L), (3L, 4L)],
            (await Ledger.Chunks.OfBatchAsync(batch, lease.ChunkId, 10, None)).Select(c => (c.FirstLine, c.EndLine)));
        Assert.Equal(2, (await BatchAsync(batch)).OpenChunks);
    }

    [Fact]
    public async Task The_chunk_with_the_most_effort_left_is_split()
    {
        await LoadAsync(10, 8);
        var runner = await JoinAsync();
        var big = await ClaimAsync(runner);
        var small = await ClaimAsync(runner);
        await SendAsync(Commit(big, 1, 5));

        await Ledger.Chunks.SplitInHalfAsync(0, None);

        Assert.Equal(11, (await ChunkAsync(big.ChunkId)).EndLine);
        Assert.Equal(15, (await ChunkAsync(small.ChunkId)).EndLine);
    }

    [Fact]
    public async Task Nothing_is_split_that_is_not_worth_it()
    {
        await LoadAsync(1, 4);
        var runner = await JoinAsync();
        Assert.False(await Ledger.Chunks.SplitInHalfAsync(0, None));

        await ClaimAsync(runner);
        await ClaimAsync(runner);
        Assert.False(await Ledger.Chunks.SplitInHalfAsync(4001, None));
        Assert.True(await Ledger.Chunks.SplitInHalfAsync(3999, None));
    }

    [Fact]
    public async Task A_paused_batch_is_not_split()
    {
        var batch = await LoadAsync(10);
        await ClaimAsync(await JoinAsync());
        await Ledger.Steering.PauseAsync(batch, None);

        Assert.False(await Ledger.Chunks.SplitInHalfAsync(0, None));
    }

    [Fact]
    public async Task Splitting_and_committing_at_once_loses_and_repeats_nothing()
    {
        var batch = await LoadAsync(2000);
        List<Ledger> ledgers = [];
        for (var i = 0; i < 4; i++) ledgers.Add(await Source.OpenAsync(Clock));

        await Task.WhenAll(ledgers.Select(ledger => Task.Run(() => WorkOrSplitAsync(ledger, batch))));

        Assert.Equal(2000, await CountAsync("results"));
        Assert.True(await CountAsync("chunks") > 4, "Nothing was split.");
    }

    static async Task WorkOrSplitAsync(Ledger ledger, long batch)
    {
        var runner = await ledger.Runners.RegisterAsync(
            new(RunnerRole.Work, null, Here, 1, "boot", Guid.NewGuid().ToString(), "1.0", 1, false), None);
        while ((await ledger.Batches.FindAsync(batch, None))!.OpenChunks > 0)
        {
            if (await ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None) is { } lease)
                await WorkAsync(ledger, lease);
            else
                await ledger.Chunks.SplitInHalfAsync(0, None);
        }
    }

    static async Task WorkAsync(Ledger ledger, ChunkLease lease)
    {
        var (line, end) = (lease.NextLine, lease.EndLine);
        while (line < end)
        {
            var to = Math.Min(line + 7, end);
            var outcome = await SendAsync(ledger, new(lease, line, to == end ? long.MaxValue : to, Rows(line, to)));
            Assert.True(outcome.Accepted);
            (line, end) = (to, outcome.EndLine);

            // Whoever waits for work splits; so does this one, because a lone fast worker could be done before they
            // wake.
            if (line % 10 == 0) await ledger.Chunks.SplitInHalfAsync(0, None);
        }
    }
}

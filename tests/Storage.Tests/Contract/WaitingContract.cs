namespace BatchRunner.Storage.Tests.Contract;

/// <summary>One chunk by its name, and the front of the queue as a list: what an engine with tickets needs.</summary>
public abstract class WaitingContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task One_chunk_is_claimed_by_its_name()
    {
        var batch = await LoadAsync(9, 6);
        var runner = await JoinAsync();
        var small = (await Ledger.Chunks.OfBatchAsync(batch, 0, 10, None)).Single(c => c.Numbers == 6);

        var lease = await TakeAsync(runner, batch, small.Id);

        Assert.Equal(
            (small.Id, batch, runner, 1, small.FirstLine), (lease!.ChunkId, lease.BatchId, lease.RunnerId, lease.Attempt, lease.NextLine));
        Assert.Equal(Clock.GetUtcNow(), (await BatchAsync(batch)).StartedAt);
        Assert.Null(await TakeAsync(runner, batch, small.Id));
    }

    [Fact]
    public async Task What_is_not_to_be_worked_is_not_claimed_by_its_name_either()
    {
        var batch = await LoadAsync(1, 1, 1);
        var other = await LoadAsync(1);
        var runner = await JoinAsync();
        var chunks = await Ledger.Chunks.OfBatchAsync(batch, 0, 10, None);

        Assert.Null(await TakeAsync(runner, other, chunks[0].Id));
        Assert.Null(await TakeAsync(runner + 1000, batch, chunks[0].Id));
        await Ledger.Steering.PauseAsync(batch, None);
        Assert.Null(await TakeAsync(runner, batch, chunks[0].Id));
        await Ledger.Steering.ResumeAsync(batch, None);
        var lease = await TakeAsync(runner, batch, chunks[0].Id);
        await Ledger.Chunks.FailAsync(lease!, "an error", 5, TimeSpan.FromSeconds(10), None);
        Assert.Null(await TakeAsync(runner, batch, chunks[0].Id));
        Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(2, (await TakeAsync(runner, batch, chunks[0].Id))!.Attempt);
        await Ledger.Steering.CancelAsync(batch, null, None);
        Assert.Null(await TakeAsync(runner, batch, chunks[1].Id));
    }

    [Fact]
    public async Task Eight_who_were_told_of_one_chunk_get_it_once()
    {
        var batch = await LoadAsync([.. Enumerable.Repeat(1, 20)]);
        var chunks = await Ledger.Chunks.OfBatchAsync(batch, 0, 100, None);
        var ledgers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Source.OpenAsync(Clock)));
        var runner = await JoinAsync();

        var claims = await Task.WhenAll(ledgers.Select(ledger => Task.Run(async () =>
        {
            var mine = 0;
            foreach (var chunk in chunks)
                if (await ledger.Chunks.ClaimOneAsync(runner, 0, Lease, batch, chunk.Id, None) is not null) mine++;
            return mine;
        })));

        Assert.Equal(20, claims.Sum());
    }

    [Fact]
    public async Task The_front_of_the_queue_is_what_would_be_claimed_next()
    {
        var low = await LoadAsync(9);
        var first = await LoadAsync(5, 7);
        var second = await LoadAsync(1, 2);
        await Ledger.Steering.SetPriorityAsync(low, -1, None);
        var paused = await LoadAsync(9);
        await Ledger.Steering.PauseAsync(paused, None);

        var waiting = await Ledger.Chunks.WaitingAsync(10, None);

        Assert.Equal([(first, 7000), (second, 2000), (first, 5000), (second, 1000), (low, 9000)],
            waiting.Select(w => (w.BatchId, (int)w.Effort)));
        Assert.Equal([0, 0, 0, 0, -1], waiting.Select(w => w.Priority));
        Assert.Equal(3, (await Ledger.Chunks.WaitingAsync(3, None)).Count);
        Assert.DoesNotContain(waiting, w => w.Attempt != 0);
    }

    [Fact]
    public async Task A_chunk_is_not_claimed_by_its_name_while_another_batch_comes_first()
    {
        var batch = await LoadAsync(1, 1, 1);
        var other = await LoadAsync(1, 1);
        var runner = await JoinAsync();
        var (mine, theirs) = (await NamesAsync(batch), await NamesAsync(other));

        Assert.NotNull(await TakeAsync(runner, batch, mine[0]));
        // The other has fewer workers.
        Assert.Null(await TakeAsync(runner, batch, mine[1]));
        Assert.NotNull(await TakeAsync(runner, other, theirs[0]));
        Assert.NotNull(await TakeAsync(runner, batch, mine[1]));
        await Ledger.Steering.SetPriorityAsync(other, 1, None);
        Assert.Null(await TakeAsync(runner, batch, mine[2]));
        Assert.NotNull(await TakeAsync(runner, other, theirs[1]));
        // Nothing of the other batch is left to be claimed.
        Assert.NotNull(await TakeAsync(runner, batch, mine[2]));
    }

    [Fact]
    public async Task A_chunk_is_claimed_by_its_name_unless_one_of_its_batch_is_far_dearer()
    {
        var batch = await LoadAsync(3, 4, 9);
        var runner = await JoinAsync();
        var chunks = (await Ledger.Chunks.OfBatchAsync(batch, 0, 10, None)).ToDictionary(c => c.Numbers, c => c.Id);

        Assert.Null(await TakeAsync(runner, batch, chunks[4]));
        Assert.NotNull(await TakeAsync(runner, batch, chunks[9]));
        Assert.NotNull(await TakeAsync(runner, batch, chunks[3]));
    }

    [Fact]
    public async Task A_chunk_is_not_claimed_by_its_name_while_a_batch_that_was_passed_over_has_its_turn()
    {
        var high = await LoadAsync(1, 1);
        var low = await LoadAsync(1, 1);
        await Ledger.Steering.SetPriorityAsync(high, 1, None);
        await Ledger.Steering.SetPriorityAsync(low, -1, None);
        var runner = await JoinAsync();
        var named = await NamesAsync(high);
        Assert.NotNull(await TakeAsync(runner, high, named[0]));
        Clock.Advance(TimeSpan.FromSeconds(25));

        Assert.Null(await TakeAsync(runner, high, named[1]));
        Assert.Equal(low, (await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None))!.BatchId);
        Assert.NotNull(await TakeAsync(runner, high, named[1]));
    }

    async Task<IReadOnlyList<long>> NamesAsync(long batch) =>
        [.. (await Ledger.Chunks.OfBatchAsync(batch, 0, 10, None)).Select(c => c.Id)];

    Task<ChunkLease?> TakeAsync(long runner, long batch, long chunk) =>
        Ledger.Chunks.ClaimOneAsync(runner, 0, Lease, batch, chunk, None);
}

namespace BatchRunner.Storage.Tests.Contract;

public abstract class SliceContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task A_batch_begins_with_its_first_slice()
    {
        var loader = await JoinAsync();

        var id = await Ledger.Batches.CreateAsync(NewBatch(loader, 1), Slice(0, 0, false, 3, 4), None);

        var batch = await BatchAsync(id);
        Assert.Equal(
            (BatchState.Loading, loader, 70L, "prefix-7"),
            (batch.State, batch.LoaderId, batch.LoadedBytes, batch.PrefixSha256));
        Assert.Equal(
            (7L, 7L, 0L, 0L, 1, 3L),
            (batch.Lines, batch.Numbers, batch.Rejects, batch.Blanks, batch.Priority, batch.OpenChunks));
        Assert.Equal((Clock.GetUtcNow(), null, null), (batch.CreatedAt, batch.FinishedAt, batch.Sha256));
        Assert.True(await Ledger.Chunks.AnyReadyAsync(false, None));
    }

    [Fact]
    public async Task The_last_slice_opens_the_batch_and_lets_the_loader_go()
    {
        var loader = await JoinAsync();
        var id = await Ledger.Batches.CreateAsync(NewBatch(loader), Slice(0, 0, false, 3), None);

        Assert.True(await Ledger.Batches.AppendAsync(id, loader, Slice(30, 3, true, 4), None));

        var batch = await BatchAsync(id);
        Assert.Equal(
            (BatchState.Open, null, "whole-file", 2L, 7L),
            (batch.State, batch.LoaderId, batch.Sha256, batch.OpenChunks, batch.Numbers));
    }

    [Fact]
    public async Task A_slice_that_was_recorded_already_counts_as_recorded_and_changes_nothing()
    {
        var loader = await JoinAsync();
        var id = await Ledger.Batches.CreateAsync(NewBatch(loader), Slice(0, 0, false, 3), None);
        var second = Slice(30, 3, false, 4);
        var last = Slice(70, 7, true, 2);

        Assert.True(await Ledger.Batches.AppendAsync(id, loader, second, None));
        Assert.True(await Ledger.Batches.AppendAsync(id, loader, second, None));
        Assert.True(await Ledger.Batches.AppendAsync(id, loader, last, None));
        Assert.True(await Ledger.Batches.AppendAsync(id, loader, last, None));

        Assert.Equal(3, await CountAsync("chunks"));
        Assert.Equal(3, await CountAsync("chunk_numbers"));
        Assert.Equal(9000, await Source.OneAsync<double>("SELECT effort FROM batches"));
    }

    [Fact]
    public async Task A_slice_from_another_offset_is_refused()
    {
        var loader = await JoinAsync();
        var id = await Ledger.Batches.CreateAsync(NewBatch(loader), Slice(0, 0, false, 3), None);

        Assert.False(await Ledger.Batches.AppendAsync(id, loader, Slice(40, 4, false, 4), None));
        Assert.False(await Ledger.Batches.AppendAsync(id, loader, Slice(0, 0, false, 4), None));

        Assert.Equal(1, await CountAsync("chunks"));
    }

    [Fact]
    public async Task A_first_slice_that_does_not_begin_at_the_beginning_creates_nothing()
    {
        var loader = await JoinAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Ledger.Batches.CreateAsync(NewBatch(loader), Slice(10, 1, false, 3), None));

        Assert.Equal(0, await CountAsync("batches"));
    }

    [Fact]
    public async Task Only_the_loader_appends()
    {
        var loader = await JoinAsync();
        var id = await Ledger.Batches.CreateAsync(NewBatch(loader), Slice(0, 0, false, 3), None);

        Assert.False(await Ledger.Batches.AppendAsync(id, await JoinAsync(), Slice(30, 3, false, 4), None));
        Assert.Null(await Ledger.Batches.TakeLoadingAsync(id, await JoinAsync(), None));
    }

    [Fact]
    public async Task A_dead_loaders_batch_is_taken_over_by_exactly_one_and_goes_on_where_it_was()
    {
        var loader = await JoinAsync();
        var id = await Ledger.Batches.CreateAsync(NewBatch(loader), Slice(0, 0, false, 3), None);
        await Ledger.Runners.EndAsync(loader, "dead", "killed", true, None);
        List<long> heirs = [];
        for (var i = 0; i < 6; i++) heirs.Add(await JoinAsync());

        var taken = await Task.WhenAll(heirs.Select(h => Task.Run(() => Ledger.Batches.TakeLoadingAsync(id, h, None))));

        var batch = Assert.Single(taken, t => t is not null)!;
        Assert.Equal((30L, "prefix-3"), (batch.LoadedBytes, batch.PrefixSha256));
        Assert.False(await Ledger.Batches.AppendAsync(id, loader, Slice(30, 3, false, 4), None));
        Assert.True(await Ledger.Batches.AppendAsync(id, batch.LoaderId!.Value, Slice(30, 3, true, 4), None));
    }

    [Fact]
    public async Task A_loader_that_was_replaced_is_not_told_that_its_slice_is_in()
    {
        var loader = await JoinAsync();
        var id = await Ledger.Batches.CreateAsync(NewBatch(loader), Slice(0, 0, false, 3), None);
        var second = Slice(30, 3, false, 4);
        await Ledger.Runners.EndAsync(loader, "dead", "hung", true, None);
        var heir = await JoinAsync();
        await Ledger.Batches.TakeLoadingAsync(id, heir, None);
        await Ledger.Batches.AppendAsync(id, heir, second, None);

        Assert.False(await Ledger.Batches.AppendAsync(id, loader, second, None));
    }

    [Fact]
    public async Task A_runner_that_was_given_up_takes_no_loading_over()
    {
        var loader = await JoinAsync();
        var id = await Ledger.Batches.CreateAsync(NewBatch(loader), Slice(0, 0, false, 3), None);
        await Ledger.Runners.EndAsync(loader, "dead", "hung", true, None);

        Assert.Null(await Ledger.Batches.TakeLoadingAsync(id, loader, None));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Ledger.Batches.CreateAsync(NewBatch(loader), Slice(0, 0, false, 3), None));
    }

    [Fact]
    public async Task An_empty_file_is_exported_at_once()
    {
        var id = await LoadAsync();

        var batch = await BatchAsync(id);
        Assert.Equal((BatchState.Exporting, 0L, 0L), (batch.State, batch.OpenChunks, batch.Lines));
        Assert.NotNull(await Ledger.Batches.TakeExportAsync(Here, await JoinAsync(), None));
    }

    [Fact]
    public async Task A_file_whose_chunks_end_before_it_is_read_waits_for_its_last_slice()
    {
        var loader = await JoinAsync();
        var id = await Ledger.Batches.CreateAsync(NewBatch(loader), Slice(0, 0, false, 3), None);
        await WorkOffAsync(await JoinAsync());
        Assert.Equal((BatchState.Loading, 1L), ((await BatchAsync(id)).State, (await BatchAsync(id)).OpenChunks));

        await Ledger.Batches.AppendAsync(id, loader, Slice(30, 3, true), None);

        Assert.Equal((BatchState.Exporting, 0L), ((await BatchAsync(id)).State, (await BatchAsync(id)).OpenChunks));
    }

    [Fact]
    public async Task A_cancelled_batch_accepts_no_slice()
    {
        var loader = await JoinAsync();
        var id = await Ledger.Batches.CreateAsync(NewBatch(loader), Slice(0, 0, false, 3), None);
        await Ledger.Steering.CancelAsync(id, null, None);

        Assert.False(await Ledger.Batches.AppendAsync(id, loader, Slice(30, 3, true, 4), None));
        Assert.Null(await Ledger.Batches.TakeLoadingAsync(id, loader, None));
    }

    [Fact]
    public async Task Batches_are_found_by_name_claim_and_length()
    {
        var loader = await JoinAsync();
        var id = await Ledger.Batches.CreateAsync(
            new("k1", "july.txt", Here, 4711, 0, loader), Slice(0, 0, true, 1), None);
        var again = await Ledger.Batches.CreateAsync(
            new("k2", "july.txt", Here, 4711, 0, loader), Slice(0, 0, true, 1), None);
        await Ledger.Steering.CancelAsync(again, null, None);

        Assert.Equal(again, (await Ledger.Batches.FindByNameAsync("july.txt", None))!.Id);
        Assert.Equal(id, (await Ledger.Batches.FindByClaimAsync("k1", None))!.Id);
        Assert.Null(await Ledger.Batches.FindAsync(99, None));
    }

    [Fact]
    public async Task Batches_of_the_same_bytes_are_found_with_those_whose_bytes_are_not_known_yet()
    {
        var loader = await JoinAsync();
        var whole = await Ledger.Batches.CreateAsync(new("k1", "a", Here, 4711, 0, loader), Slice(0, 0, true, 1), None);
        var loading = await Ledger.Batches.CreateAsync(new("k2", "b", Here, 4711, 0, loader), Slice(0, 0, false, 1), None);
        var cancelled = await Ledger.Batches.CreateAsync(new("k3", "c", Here, 4711, 0, loader), Slice(0, 0, true, 1), None);
        await Ledger.Steering.CancelAsync(cancelled, null, None);
        var hash = (await Ledger.Batches.FindAsync(whole, None))!.Sha256!;

        Assert.True(await Ledger.Batches.AnyOfLengthAsync(4711, None));
        Assert.False(await Ledger.Batches.AnyOfLengthAsync(4712, None));
        Assert.Equal([whole, loading], (await Ledger.Batches.OfContentAsync(4711, hash, None)).Select(b => b.Id));
        Assert.Equal([loading], (await Ledger.Batches.OfContentAsync(4711, "other", None)).Select(b => b.Id));
    }

    [Fact]
    public async Task Only_batches_whose_input_may_need_something_are_to_settle()
    {
        var loader = await JoinAsync();
        var loading = await Ledger.Batches.CreateAsync(NewBatch(loader), Slice(0, 0, false, 1), None);
        var open = await LoadAsync(1);
        var cancelled = await LoadAsync(1);
        await Ledger.Steering.CancelAsync(cancelled, null, None);

        Assert.Equal([loading, cancelled], (await Ledger.Batches.ToSettleAsync(Here, None)).Select(b => b.Id));
        Assert.Empty(await Ledger.Batches.ToSettleAsync("elsewhere", None));
        Assert.Contains(open, (await Ledger.Batches.UnsettledAsync(Here, None)).Select(b => b.Id));
    }

    [Fact]
    public async Task A_batch_is_unsettled_on_its_host_until_its_input_has_moved()
    {
        var id = await LoadAsync(1);
        Assert.Equal([id], (await Ledger.Batches.UnsettledAsync(Here, None)).Select(b => b.Id));
        Assert.Empty(await Ledger.Batches.UnsettledAsync("elsewhere", None));

        Assert.True(await Ledger.Batches.MovedAsync(id, None));
        Assert.False(await Ledger.Batches.MovedAsync(id, None));

        Assert.Empty(await Ledger.Batches.UnsettledAsync(Here, None));
    }

    [Fact]
    public async Task Payloads_are_read_one_after_the_other()
    {
        var batch = await LoadAsync(3, 2);

        var first = await Ledger.Results.NextPayloadAsync(batch, 0, None);
        var second = await Ledger.Results.NextPayloadAsync(batch, first!.FirstLine, None);

        Assert.Equal((1L, 4L), (first.FirstLine, first.EndLine));
        Assert.Equal((4L, 6L), (second!.FirstLine, second.EndLine));
        Assert.Equal("1004\n1005\n"u8.ToArray(), second.Numbers);
        Assert.Null(await Ledger.Results.NextPayloadAsync(batch, second.FirstLine, None));
    }
}

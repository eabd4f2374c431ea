namespace BatchRunner.Storage.Tests.Contract;

public abstract class QuarantineContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task Three_deaths_on_one_line_condemn_it_and_the_rest_of_the_chunk_goes_on()
    {
        var batch = await LoadAsync(5);
        await SuspectAsync();
        for (var death = 0; death < 3; death++)
        {
            Assert.Empty(await Ledger.Quarantine.CondemnedAsync(3, None));
            await DieOnAsync(2);
        }

        var suspect = Assert.Single(await Ledger.Quarantine.CondemnedAsync(3, None));
        Assert.Equal((batch, 2L, 3), (suspect.BatchId, suspect.Line, suspect.Deaths));
        Assert.True(await Ledger.Quarantine.QuarantineAsync(suspect, Rows(2, 3, ResultStatus.Quarantined), None));
        Assert.False(await Ledger.Quarantine.QuarantineAsync(suspect, Rows(2, 3, ResultStatus.Quarantined), None));

        Assert.Empty(await Ledger.Quarantine.CondemnedAsync(3, None));
        Assert.True(await Ledger.Chunks.AnyReadyAsync(false, None));
        await WorkOffAsync(await JoinAsync());
        var row = await BatchAsync(batch);
        Assert.Equal((5L, 1L, BatchState.Exporting), (row.Done, row.Quarantined, row.State));
    }

    [Fact]
    public async Task Of_many_that_quarantine_exactly_one_does()
    {
        await LoadAsync(5);
        await SuspectAsync();
        for (var death = 0; death < 3; death++) await DieOnAsync(1);
        var suspect = Assert.Single(await Ledger.Quarantine.CondemnedAsync(3, None));

        var done = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Ledger.Quarantine.QuarantineAsync(suspect, Rows(1, 2, ResultStatus.Quarantined), None))));

        Assert.Single(done, d => d);
    }

    [Fact]
    public async Task Quarantining_the_last_line_of_the_last_chunk_sends_the_batch_to_its_export()
    {
        var batch = await LoadAsync(1);
        await SuspectAsync();
        for (var death = 0; death < 3; death++) await DieOnAsync(1);

        await Ledger.Quarantine.QuarantineAsync(
            (await Ledger.Quarantine.CondemnedAsync(3, None))[0], Rows(1, 2, ResultStatus.Quarantined), None);

        var row = await BatchAsync(batch);
        Assert.Equal((BatchState.Exporting, 1L, 1L, 0L), (row.State, row.Done, row.Quarantined, row.OpenChunks));
    }

    [Fact]
    public async Task Deaths_on_different_lines_do_not_add_up()
    {
        await LoadAsync(5);
        await SuspectAsync();
        await DieOnAsync(1);
        await DieOnAsync(1);
        await DieOnAsync(2);

        Assert.Empty(await Ledger.Quarantine.CondemnedAsync(2, None));
        Assert.Equal(1, await Source.OneAsync<long>("SELECT suspect_deaths FROM chunks"));
    }

    [Fact]
    public async Task Kills_from_outside_do_not_condemn_a_line()
    {
        await LoadAsync(5);
        await SuspectAsync();
        for (var death = 0; death < 5; death++) await DieOnAsync(1, blame: false);

        Assert.Empty(await Ledger.Quarantine.CondemnedAsync(1, None));
        Assert.True(await Ledger.Chunks.AnyReadyAsync(true, None));
    }

    [Fact]
    public async Task A_stopped_worker_that_wakes_up_does_not_take_the_quarantine_for_its_own_commit()
    {
        await LoadAsync(5);
        await SuspectAsync();
        ChunkLease? lease = null;
        for (var death = 0; death < 3; death++) lease = await DieOnAsync(1);
        await Ledger.Quarantine.QuarantineAsync(
            (await Ledger.Quarantine.CondemnedAsync(3, None))[0], Rows(1, 2, ResultStatus.Quarantined), None);

        Assert.False((await SendAsync(Commit(lease!, 1, 2))).Accepted);
    }

    [Fact]
    public async Task A_split_leaves_the_line_under_suspicion_in_its_chunk()
    {
        var batch = await LoadAsync(6);
        await SuspectAsync();
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner, isolated: true);
        await SendAsync(new(lease, 1, 1, new()) { SuspectLine = 5 });

        Assert.False(await Ledger.Chunks.SplitInHalfAsync(0, None) && (await ChunkAsync(lease.ChunkId)).EndLine <= 5);

        await Ledger.Runners.EndAsync(runner, "dead", "died", true, None);
        Assert.NotEmpty(await Ledger.Quarantine.CondemnedAsync(1, None));
        Assert.Equal(6, (await BatchAsync(batch)).Numbers);
    }

    /// <summary>Two deaths nobody can explain.</summary>
    async Task SuspectAsync()
    {
        for (var death = 0; death < ChunkStore.SuspectAfterCrashes; death++)
        {
            var runner = await JoinAsync();
            await ClaimAsync(runner);
            await Ledger.Runners.EndAsync(runner, "dead", "died", true, None);
        }
    }

    /// <summary>An isolated worker does the lines before, says which line it starts, and dies.</summary>
    async Task<ChunkLease> DieOnAsync(long line, bool blame = true)
    {
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner, isolated: true);
        var commit = new ChunkCommit(lease, lease.NextLine, line, Rows(lease.NextLine, line)) { SuspectLine = line };
        Assert.True((await SendAsync(commit)).Accepted);
        await Ledger.Runners.EndAsync(runner, "dead", "died", blame, None);
        return lease;
    }
}

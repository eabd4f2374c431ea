namespace BatchRunner.Storage.Tests.Contract;

public abstract class SummaryContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task A_summary_shows_what_open_chunks_have_done_so_far()
    {
        var batch = await LoadAsync(10, 6);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);
        await SendAsync(new(lease, 1, 5, Rows(1, 5, ResultStatus.Unfactored)) { EffortDone = 4000 });

        var summary = (await Ledger.Summaries.FindAsync(batch, None))!;

        Assert.Equal(
            (16L, 4L, 12L, 4L, 0L),
            (summary.Numbers, summary.Done, summary.Waiting, summary.Unfactored, summary.Quarantined));
        Assert.Equal(
            (1L, 1L, 0L, 28L),
            (summary.ReadyChunks, summary.RunningChunks, summary.FailedChunks, summary.Micros));
        Assert.Equal(16_000, summary.Effort);
        Assert.Equal(12_000, summary.EffortLeft, 3);
        Assert.Equal((12e6, 1000), (summary.EffortSquares, summary.Hardest));
        Assert.Equal(
            ("normal", false, BatchState.Open, Clock.GetUtcNow()),
            (summary.Priority, summary.Paused, summary.State, summary.StartedAt));
    }

    [Fact]
    public async Task Finished_open_and_empty_batches_stand_in_one_list()
    {
        var finished = await LoadAsync(2);
        await WorkOffAsync(await JoinAsync());
        var open = await LoadAsync(3);
        var empty = await LoadAsync();

        var newest = await Ledger.Summaries.NewestAsync(long.MaxValue, 10, None);

        Assert.Equal([empty, open, finished], newest.Select(s => s.Id));
        Assert.Equal([0, 3000, 0], newest.Select(s => s.EffortLeft));
        Assert.Equal([open], (await Ledger.Summaries.NewestAsync(empty, 1, None)).Select(s => s.Id));
    }

    [Fact]
    public async Task Live_batches_are_those_that_still_have_something_to_do()
    {
        var cancelled = await LoadAsync(1);
        await Ledger.Steering.CancelAsync(cancelled, null, None);
        var open = await LoadAsync(1);
        var exporting = await LoadAsync();

        Assert.Equal([open, exporting], (await Ledger.Summaries.LiveAsync(None)).Select(s => s.Id));
        Assert.Null(await Ledger.Summaries.FindAsync(99, None));
    }

    [Fact]
    public async Task Priority_and_pause_are_shown_in_words()
    {
        var batch = await LoadAsync(1);
        await Ledger.Steering.SetPriorityAsync(batch, -1, None);
        await Ledger.Steering.PauseAsync(batch, None);

        var summary = (await Ledger.Summaries.FindAsync(batch, None))!;

        Assert.Equal(("low", true), (summary.Priority, summary.Paused));
    }
}

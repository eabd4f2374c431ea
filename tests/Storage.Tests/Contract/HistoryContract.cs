namespace BatchRunner.Storage.Tests.Contract;

/// <summary>What happened to a batch is told by the transaction that made it happen.</summary>
public abstract class HistoryContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task What_people_do_to_a_batch_is_told_once_and_only_when_it_happened()
    {
        var batch = await LoadAsync(10);

        await Ledger.Steering.PauseAsync(batch, None);
        await Ledger.Steering.ResumeAsync(batch, None);
        await Ledger.Steering.SetPriorityAsync(batch, 1, None);
        await Ledger.Steering.CancelAsync(batch, "no room", None);
        Assert.False(await Ledger.Steering.PauseAsync(batch, None));
        Assert.False(await Ledger.Steering.CancelAsync(batch, null, None));

        Assert.Equal(
            [
                (HistoryEvent.Cancelled, "no room"), (HistoryEvent.Priority, "high"), (HistoryEvent.Resumed, null),
                (HistoryEvent.Paused, null),
            ],
            (await Ledger.History.NewestAsync(batch, 10, None)).Select(e => (e.Event, e.Detail)));
    }

    [Fact]
    public async Task A_rescue_tells_the_lines_the_attempt_and_the_runner_that_was_lost()
    {
        var batch = await LoadAsync(10);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);
        await SendAsync(Commit(lease, 1, 4));

        await Ledger.Runners.EndAsync(runner, "dead", "killed", blame: false, None);
        await Ledger.Runners.EndAsync(runner, "dead", "killed", blame: false, None);

        var told = Assert.Single(await Ledger.History.NewestAsync(batch, 10, None));
        Assert.Equal(
            (HistoryEvent.Rescued, 4, 11, lease.Attempt, runner, "killed"),
            (told.Event, told.FirstLine!.Value, told.EndLine!.Value, told.Attempt!.Value, told.RunnerId!.Value, told.Detail));
        Assert.Equal(told.Id, await Ledger.History.LatestIdAsync(None));
    }

    [Fact]
    public async Task A_runner_that_stops_by_itself_is_no_rescue()
    {
        var batch = await LoadAsync(10);
        var runner = await JoinAsync();
        await ClaimAsync(runner);

        await Ledger.Runners.EndAsync(runner, "stopped", "it was asked to stop", blame: false, None);

        Assert.Empty(await Ledger.History.NewestAsync(batch, 10, None));
    }

    [Fact]
    public async Task A_split_and_the_errors_of_a_chunk_are_told()
    {
        var batch = await LoadAsync(10);
        var runner = await JoinAsync();
        var lease = await ClaimAsync(runner);

        Assert.True(await Ledger.Chunks.SplitInHalfAsync(1, None));
        await Ledger.Chunks.FailAsync(lease, "out of luck", 2, TimeSpan.Zero, None);
        var again = await ClaimAsync(runner);
        await Ledger.Chunks.FailAsync(again, "out of luck again", 1, TimeSpan.Zero, None);

        var told = await Ledger.History.AfterAsync(0, 10, None);
        Assert.Equal([HistoryEvent.Split, HistoryEvent.Error, HistoryEvent.Failed], told.Select(e => e.Event));
        Assert.Equal((6, 11), (told[0].FirstLine!.Value, told[0].EndLine!.Value));
        Assert.Equal("out of luck", told[1].Detail);
        Assert.Equal(batch, told[2].BatchId);
        Assert.Equal(told[2].Id, Assert.Single(await Ledger.History.AfterAsync(told[1].Id, 10, None)).Id);
    }
}

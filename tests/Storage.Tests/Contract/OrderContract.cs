namespace BatchRunner.Storage.Tests.Contract;

public abstract class OrderContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task A_wish_for_workers_reaches_every_living_runner()
    {
        var parent = await JoinAsync(workers: 0);
        var child = await JoinAsync(3, parent);
        var alone = await JoinAsync(2);
        var gone = await JoinAsync(2);
        await Ledger.Runners.EndAsync(gone, "stopped", "it was asked to stop", false, None);
        Assert.Equal((3, null), await WorkersAsync(child));

        Assert.Equal(3, await Ledger.Runners.WishWorkersAsync(5, null, None));

        Assert.Equal((3, 5), await WorkersAsync(child));
        Assert.Equal((2, 5), await WorkersAsync(alone));
        Assert.Null((await Ledger.Runners.FindAsync(gone, None))!.WantedWorkers);
        Assert.Null(await Ledger.Orders.ReadAsync(gone, None));
    }

    [Fact]
    public async Task A_runner_started_later_follows_the_one_that_started_it()
    {
        var parent = await JoinAsync(workers: 0);
        await Ledger.Runners.WishWorkersAsync(4, null, None);

        Assert.Equal((1, 4), await WorkersAsync(await JoinAsync(1, parent)));
        Assert.Equal((1, null), await WorkersAsync(await JoinAsync(1)));
    }

    [Fact]
    public async Task One_runner_is_asked_alone_and_a_parent_with_its_children()
    {
        var parent = await JoinAsync(workers: 0);
        long[] children = [await JoinAsync(2, parent), await JoinAsync(2, parent)];
        var alone = await JoinAsync(2);

        Assert.Equal(3, await Ledger.Runners.WishWorkersAsync(6, parent, None));
        Assert.Equal(1, await Ledger.Runners.WishWorkersAsync(7, children[1], None));

        Assert.Equal((2, 6), await WorkersAsync(children[0]));
        Assert.Equal((2, 7), await WorkersAsync(children[1]));
        Assert.Equal((2, null), await WorkersAsync(alone));
        Assert.Equal(0, await Ledger.Runners.WishWorkersAsync(7, 99, None));
    }

    [Fact]
    public async Task Taking_the_wish_back_leaves_everybody_to_the_settings()
    {
        var parent = await JoinAsync(workers: 0);
        var child = await JoinAsync(2, parent);
        await Ledger.Runners.WishWorkersAsync(6, null, None);

        await Ledger.Runners.WishWorkersAsync(null, null, None);

        Assert.Equal((2, null), await WorkersAsync(child));
    }

    [Fact]
    public async Task An_isolated_runner_is_not_asked()
    {
        var parent = await JoinAsync(workers: 0);
        var isolated = await Ledger.Runners.RegisterAsync(
            new(RunnerRole.Work, parent, Here, 1, "boot", "isolated", "1.0", 1, true), None);
        await Ledger.Runners.WishWorkersAsync(4, null, None);

        Assert.Equal((1, null), await WorkersAsync(isolated));
    }

    [Fact]
    public async Task A_runner_tells_how_many_workers_it_has_by_now()
    {
        var runner = await JoinAsync(2);

        await Ledger.Runners.RecordWorkersAsync(runner, 5, None);

        Assert.Equal((5, null), await WorkersAsync(runner));
        Assert.Equal(5, (await Ledger.Runners.FindAsync(runner, None))!.Workers);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    public async Task A_number_of_workers_that_is_none_is_refused(int workers) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Ledger.Runners.WishWorkersAsync(workers, null, None));

    [Fact]
    public async Task Nobody_gives_orders_to_a_stranger() => Assert.Null(await Ledger.Orders.ReadAsync(99, None));

    async Task<(int, int?)> WorkersAsync(long runner)
    {
        var orders = Assert.IsType<RunnerOrders>(await Ledger.Orders.ReadAsync(runner, None));
        return (orders.Workers, orders.WantedWorkers);
    }
}

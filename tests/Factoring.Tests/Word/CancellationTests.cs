namespace BatchRunner.Factoring.Tests.Word;

public sealed class CancellationTests
{
    [Fact]
    public void A_cancelled_run_stops_before_the_first_number()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => Factorizer.Factorize([6UL], new FactorLists<ulong>(), Answers.NewRun(source.Token)));
    }

    [Fact]
    public void The_tick_moves_at_least_every_few_thousand_numbers()
    {
        var run = Answers.NewRun();

        Factorizer.Factorize(new ulong[50_000], new FactorLists<ulong>(), run);

        Assert.InRange(run.Ticks, 10, long.MaxValue);
    }

    [Fact]
    public void A_second_batch_of_the_same_size_allocates_nothing()
    {
        var random = new Random(3);
        ulong[] numbers = [.. Enumerable.Range(0, 2000).Select(i => random.NextUInt64() >> (i % 33))];
        FactorLists<ulong> lists = new();
        var run = Answers.NewRun();
        Factorizer.Factorize(numbers, lists, run);
        lists.Clear();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Factorizer.Factorize(numbers, lists, run);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}

using BatchRunner.Factoring.Word;

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

    [Theory]
    [MemberData(nameof(PathTests.Paths), MemberType = typeof(PathTests))]
    public void A_cancellation_in_the_middle_of_a_batch_is_noticed_and_the_engine_stays_usable(FactoringPath path)
    {
        using CancellationTokenSource source = new();
        var clock = new CancellingClock(source, readingsBefore: 3);
        var random = new Random(3);
        ulong[] numbers = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextUInt64())];
        var engine = WordEngine.For(path);
        FactorLists<ulong> lists = new();

        Assert.Throws<OperationCanceledException>(
            () => engine.Factorize(numbers, lists, new FactoringRun(clock, source.Token)));
        Assert.InRange(lists.Count, 1, numbers.Length - 1);

        lists.Clear();
        engine.Factorize([6, ulong.MaxValue], lists, Answers.NewRun());
        Assert.Equal(2, lists.Count);
        Answers.AssertComplete(6, lists.Factors(0));
        Answers.AssertComplete(ulong.MaxValue, lists.Factors(1));
    }

    [Fact]
    public void Hard_numbers_move_the_tick_at_least_once_for_every_few_of_them()
    {
        var random = new Random(4);
        ulong[] numbers = [.. Enumerable.Range(0, 400).Select(_ => random.NextPrime(32) * random.NextPrime(32))];
        foreach (var path in TestedPaths.All)
        {
            var run = Answers.NewRun();

            WordEngine.For(path).Factorize(numbers, new FactorLists<ulong>(), run);

            // Far more than 50 ms apart would be one tick for thousands of numbers of 10 to 50 us.
            Assert.InRange(run.Ticks, numbers.Length / 16, long.MaxValue);
        }
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
        foreach (var path in TestedPaths.All)
        {
            var engine = WordEngine.For(path);
            FactorLists<ulong> lists = new();
            var run = Answers.NewRun();
            engine.Factorize(numbers, lists, run);
            lists.Clear();

            var before = GC.GetAllocatedBytesForCurrentThread();
            engine.Factorize(numbers, lists, run);

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    /// <summary>Cancels when its time is asked for so often: a batch asks once for every block.</summary>
    sealed class CancellingClock(CancellationTokenSource source, int readingsBefore) : TimeProvider
    {
        int _readings;

        public override long GetTimestamp()
        {
            if (++_readings == readingsBefore) source.Cancel();
            return base.GetTimestamp();
        }
    }
}

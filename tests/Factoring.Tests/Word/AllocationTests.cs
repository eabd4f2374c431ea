using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Tests.Word;

public sealed class AllocationTests
{
    const int Seed = 41;
    const int Numbers = 1000;

    public static TheoryData<FactoringPath, string> Batches
    {
        get
        {
            TheoryData<FactoringPath, string> data = [];
            foreach (var path in TestedPaths.All)
            {
                foreach (var kind in Kinds.Keys) data.Add(path, kind);
            }
            return data;
        }
    }

    static readonly Dictionary<string, Func<Random, ulong>> Kinds = new()
    {
        ["31 bits"] = random => random.NextUInt64() >> 33,
        ["32 bits"] = random => random.NextUInt64() >> 32,
        ["64 bits"] = random => random.NextUInt64(),
        ["squares"] = random => (ulong)Math.Pow(random.NextUInt64() >> 32, 2),
        ["semiprimes"] = random => random.NextPrime(31) * random.NextPrime(33),
    };

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_batch_of_numbers_up_to_64_bits_allocates_nothing(FactoringPath path, string kind)
    {
        var random = new Random(Seed);
        ulong[] numbers = [.. Enumerable.Range(0, Numbers).Select(_ => Kinds[kind](random))];
        var engine = WordEngine.For(path);
        var lists = new FactorLists<ulong>();
        var run = Answers.NewRun();

        var bytes = Allocated.Bytes(() =>
        {
            lists.Clear();
            engine.Factorize(numbers, lists, run);
        });

        Assert.Equal(Numbers, lists.Count);
        Assert.True(bytes == 0, $"seed {Seed}: {bytes} bytes for {Numbers} numbers");
    }
}

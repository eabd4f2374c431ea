using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class AllocationTests
{
    const int Seed = 43;

    // A divisor above 2^31 that a curve finds is handed over as an object of 40 bytes.
    const int BytesOfADivisor = 40;

    // The sieve's entry and exit; its own work, from some 100 microseconds on, allocates nothing.
    const int BytesOfASieve = 256;

    public static TheoryData<FactoringPath, int, int> Batches
    {
        get
        {
            TheoryData<FactoringPath, int, int> data = [];
            foreach (var path in FactoringPaths.Available)
            {
                foreach (var (bits, numbers) in (IEnumerable<(int, int)>)[(66, 200), (80, 200), (96, 200), (112, 30)])
                    data.Add(path, bits, numbers);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_batch_of_numbers_above_64_bits_allocates_at_most_the_divisors_found(
        FactoringPath path, int bits, int count)
    {
        var numbers = new RandomNumbers(Seed + bits);
        UInt128[] batch = [.. Enumerable.Range(0, count).Select(_ => (UInt128)numbers.OfBits(bits))];
        var lists = new FactorLists<UInt128>();

        var bytes = Measure(path, batch, lists);

        var allowed = 0;
        for (var i = 0; i < count; i++)
        {
            var longDivisors = lists.Factors(i).ToArray().Count(prime => prime >= int.MaxValue);
            if (FactoringMethods.Stage(lists.Method(i)) == FactoringMethod.QuadraticSieve) allowed += BytesOfASieve;
            if (longDivisors > 1) allowed += longDivisors * BytesOfADivisor;
        }
        Assert.True(bytes <= allowed, $"seed {Seed}: {bytes} bytes for {count} numbers, {allowed} allowed");
    }

    [Theory]
    [InlineData(70)]
    [InlineData(96)]
    [InlineData(128)]
    public void A_prime_allocates_nothing(int bits)
    {
        var numbers = new RandomNumbers(Seed + bits);
        UInt128[] batch = [.. Enumerable.Range(0, 20).Select(_ => (UInt128)numbers.PrimeOfBits(bits))];

        Assert.Equal((Seed, 0L), (Seed, Measure(FactoringPaths.Current, batch, new())));
    }

    static long Measure(FactoringPath path, UInt128[] batch, FactorLists<UInt128> lists)
    {
        var factorizer = new WideFactorizer(path);
        var run = new FactoringRun(TimeProvider.System, CancellationToken.None);
        return Allocated.Bytes(() =>
        {
            lists.Clear();
            factorizer.Factorize(batch, lists, run);
        });
    }
}

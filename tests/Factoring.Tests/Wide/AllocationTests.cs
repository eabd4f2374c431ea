using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class AllocationTests
{
    const int Seed = 43;

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

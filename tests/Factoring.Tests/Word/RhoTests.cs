using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Tests.Word;

public sealed class RhoTests
{
    [Fact]
    public void Every_product_of_two_small_primes_is_split_though_both_are_met_at_once()
    {
        ulong[] primes = [.. Enumerable.Range(5, 400).Select(p => (ulong)p).Where(SinclairOracle.IsPrime)];
        foreach (var p in primes)
        {
            foreach (var q in primes.Where(q => q > p))
            {
                var factor = Rho.FindFactor(p * q, Answers.NewRun());

                Assert.True(factor == p || factor == q, $"{p} * {q}: {factor}");
            }
        }
    }
}

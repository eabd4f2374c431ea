using System.Numerics;
using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class AllocationTests
{
    const int Seed = 43;

    static readonly Dictionary<string, Func<RandomNumbers, int, BigInteger>> Kinds = new()
    {
        ["uniform"] = (numbers, bits) => numbers.OfBits(bits),
        ["semiprimes"] = (numbers, bits) => numbers.PrimeOfBits(bits / 2) * numbers.PrimeOfBits(bits / 2),
        ["squares"] = (numbers, bits) => BigInteger.Pow(numbers.PrimeOfBits(bits / 2), 2),
        ["primes"] = (numbers, bits) => numbers.PrimeOfBits(bits),
    };

    public static TheoryData<FactoringPath, string, int, int> Batches
    {
        get
        {
            TheoryData<FactoringPath, string, int, int> data = [];
            foreach (var path in TestedPaths.All)
            {
                foreach (var bits in (int[])[66, 80, 96, 112]) data.Add(path, "uniform", bits, 60);
                data.Add(path, "uniform", 128, 10);
                data.Add(path, "semiprimes", 70, 20);
                data.Add(path, "semiprimes", 96, 10);
                data.Add(path, "semiprimes", 128, 2);
                data.Add(path, "squares", 100, 10);
                data.Add(path, "primes", 96, 20);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_batch_of_numbers_of_65_to_128_bits_allocates_nothing(
        FactoringPath path, string kind, int bits, int count)
    {
        var numbers = new RandomNumbers(Seed + bits);
        UInt128[] batch = [.. Enumerable.Range(0, count).Select(_ => (UInt128)Kinds[kind](numbers, bits))];
        var factorizer = new WideFactorizer(path);
        var run = new FactoringRun(TimeProvider.System, CancellationToken.None);
        var lists = new FactorLists<UInt128>();

        var bytes = Allocated.Bytes(() =>
        {
            lists.Clear();
            factorizer.Factorize(batch, lists, run);
        });

        Assert.Equal(count, lists.Count);
        Assert.True(bytes == 0, $"seed {Seed}: {bytes} bytes for {count} numbers");
    }
}

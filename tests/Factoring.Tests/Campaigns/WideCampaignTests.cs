using System.Numerics;
using BatchRunner.Factoring.Tests.Wide;
using BatchRunner.Factoring.Tests.Word;
using BatchRunner.Factoring.Wide;
using Xunit.Abstractions;

namespace BatchRunner.Factoring.Tests.Campaigns;

/// <summary>
/// Numbers of 65 to 128 bits whose answer is known by construction, and uniform ones whose answer is checked by
/// multiplication and primality. <c>BATCHRUNNER_CAMPAIGN=long dotnet test -c Release tests/Factoring.Tests --filter
/// Campaigns</c> takes 100,000 of them through every path, or through the one that BATCHRUNNER_FACTORING_PATH names;
/// BATCHRUNNER_CAMPAIGN_SEED takes others.
/// </summary>
public sealed class WideCampaignTests(ITestOutputHelper output)
{
    const int BlockLength = 500;

    static readonly bool s_isLong = Environment.GetEnvironmentVariable("BATCHRUNNER_CAMPAIGN") == "long";

    static readonly int s_seed =
        int.TryParse(Environment.GetEnvironmentVariable("BATCHRUNNER_CAMPAIGN_SEED"), out var seed) ? seed : 20261122;

    public static TheoryData<FactoringPath> Paths => [.. TestedPaths.All];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_number_of_65_to_128_bits_gets_its_primes(FactoringPath path)
    {
        var numbers = s_isLong ? 100_000 : 150;
        var random = new Random(s_seed);
        var factorizer = new WideFactorizer(path);
        var lists = new FactorLists<UInt128>();
        var run = new FactoringRun(TimeProvider.System, CancellationToken.None);
        int constructed = 0, uniform = 0;
        while (constructed + uniform < numbers)
        {
            List<(UInt128 Number, UInt128[]? Primes)> block = [];
            while (block.Count < Math.Min(BlockLength, numbers)) block.Add(Next(random));
            lists.Clear();

            factorizer.Factorize([.. block.Select(item => item.Number)], lists, run);

            for (var i = 0; i < block.Count; i++)
            {
                Check(block[i].Number, block[i].Primes, lists.Factors(i), $"seed {s_seed} {path}");
                if (block[i].Primes is null) uniform++;
                else constructed++;
                Assert.Equal(UInt128.One, lists.Cofactor(i));
            }
        }
        output.WriteLine($"{path}, seed {s_seed}: {constructed} by construction, {uniform} uniform, all right");
    }

    static void Check(UInt128 number, UInt128[]? expected, ReadOnlySpan<UInt128> primes, string context)
    {
        if (expected is not null)
        {
            Assert.True(primes.SequenceEqual(expected), $"{context}: {number}");
            return;
        }
        var product = BigInteger.One;
        UInt128 last = 0;
        foreach (var prime in primes)
        {
            product *= prime;
            Assert.True(prime >= last && IsPrime(prime), $"{context}: {number} has {prime}");
            last = prime;
        }
        Assert.True(product == number, $"{context}: {number} came back as {product}");
    }

    /// <summary>Half uniform; of the others a fifth balanced semiprimes, a fifth with a repeated prime, else primes of
    /// any lengths.</summary>
    static (UInt128 Number, UInt128[]? Primes) Next(Random random)
    {
        var bits = random.Next(65, 129);
        var kind = random.Next(10);
        if (kind < 5) return (OfBits(random, bits), null);
        List<int> lengths = [];
        if (kind == 5)
        {
            lengths.AddRange([bits / 2, bits - (bits / 2)]);
        }
        else
        {
            for (var left = bits; left > 1; left -= lengths[^1]) lengths.Add(random.Next(2, Math.Max(3, left + 1)));
        }
        List<UInt128> primes = [.. lengths.Select(length => Prime(random, length))];
        if (kind == 6) primes.Add(primes[0]);
        UInt128[] ascending = [.. primes.Order()];
        var product = ascending.Aggregate(BigInteger.One, (left, right) => left * right);
        return product > ulong.MaxValue && product <= UInt128.MaxValue ? ((UInt128)product, ascending) : Next(random);
    }

    static UInt128 Prime(Random random, int bits)
    {
        while (true)
        {
            var candidate = OfBits(random, bits);
            if (bits > 2) candidate |= 1;
            if (IsPrime(candidate)) return candidate;
        }
    }

    static bool IsPrime(UInt128 number) =>
        number <= ulong.MaxValue ? SinclairOracle.IsPrime((ulong)number) : Oracle.IsPrime(number);

    static UInt128 OfBits(Random random, int bits)
    {
        var number = new UInt128(random.NextUInt64(), random.NextUInt64()) >> (128 - bits);
        return number | (UInt128.One << (bits - 1));
    }
}

using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Tests.Word;

/// <summary>Every path of this machine in one run, on the same numbers.</summary>
public sealed class PathTests
{
    const int Seed = 8;

    public static TheoryData<FactoringPath> Paths => [.. TestedPaths.All];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Random_numbers_of_every_size_are_completely_factored(FactoringPath path)
    {
        var random = new Random(Seed);
        AssertComplete(path, [.. Enumerable.Range(0, 12_000).Select(i => random.NextUInt64() >> (i % 64))]);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Numbers_around_the_width_of_a_half_word_are_completely_factored(FactoringPath path) =>
        AssertComplete(path, [.. Enumerable.Range(-3000, 6000).Select(i => (ulong)((1L << 32) + i))]);

    [Theory]
    [MemberData(nameof(Paths))]
    public void Numbers_one_above_a_multiple_of_a_high_power_of_two_are_completely_factored(FactoringPath path)
    {
        List<ulong> numbers = [];
        for (var twos = 8; twos < 64; twos++)
        {
            for (ulong odd = 1; odd < 60 && odd <= ulong.MaxValue >> twos; odd += 2)
            {
                numbers.Add((odd << twos) + 1);
                numbers.Add((odd << twos) - 1);
            }
        }
        AssertComplete(path, [.. numbers]);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Semiprimes_whose_primes_are_close_in_size_are_split_whatever_the_size(FactoringPath path)
    {
        var random = new Random(Seed);
        List<ulong> numbers = [];
        for (var bits = 9; bits <= 32; bits++)
        {
            for (var i = 0; i < 60; i++) numbers.Add(random.NextPrime(bits) * random.NextPrime(bits));
        }
        AssertComplete(path, [.. numbers]);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Batches_of_every_small_length_are_answered_in_order(FactoringPath path)
    {
        var random = new Random(Seed);
        for (var length = 0; length <= 40; length++)
        {
            AssertComplete(path, [.. Enumerable.Range(0, length).Select(i => random.NextUInt64() >> (i % 30))]);
        }
    }

    // Composites without a prime below 317 that pass the strong test to two of the bases 2, 7 and 61: found among
    // p (k (p - 1) + 1), two rows of three for each pair of bases.
    [Theory]
    [MemberData(nameof(Paths))]
    public void A_composite_that_fools_two_of_the_three_bases_is_split(FactoringPath path) => AssertComplete(path,
    [
        3539101, 2284453, 5489641, 15188557, 51302353, 79417801,
        916327, 2205967, 2387797, 9006401, 9863461, 20261251,
        764941, 721801, 1590751, 954271, 1963501, 3383353,
    ]);

    static void AssertComplete(FactoringPath path, ulong[] numbers)
    {
        FactorLists<ulong> lists = new();
        WordEngine.For(path).Factorize(numbers, lists, Answers.NewRun());
        Assert.Equal(numbers.Length, lists.Count);
        for (var i = 0; i < numbers.Length; i++)
        {
            Answers.AssertComplete(numbers[i], lists.Factors(i), $"{path}, seed {Seed}");
        }
    }
}

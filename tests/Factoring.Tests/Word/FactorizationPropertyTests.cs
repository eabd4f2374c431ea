namespace BatchRunner.Factoring.Tests.Word;

/// <summary>Whatever the number: ascending primes, and their product is the number.</summary>
public sealed class FactorizationPropertyTests
{
    const int Seed = 20261122;

    [Fact]
    public void Random_numbers_of_every_size_are_completely_factored()
    {
        var random = new Random(Seed);
        ulong[] numbers = [.. Enumerable.Range(0, 6400).Select(i => random.NextUInt64() >> (i % 64))];

        Answers.AssertAllComplete(numbers, $"seed {Seed}");
    }

    [Fact]
    public void Products_of_two_primes_of_every_size_are_completely_factored()
    {
        var random = new Random(Seed);
        List<ulong> numbers = [];
        for (var bits = 4; bits <= 32; bits++)
        {
            for (var other = bits; other <= 64 - bits; other += 3)
            {
                numbers.Add(random.NextPrime(bits) * random.NextPrime(other));
            }
        }

        Answers.AssertAllComplete(numbers.ToArray(), $"seed {Seed}");
    }

    [Fact]
    public void Squares_cubes_and_higher_powers_of_primes_are_taken_apart()
    {
        var random = new Random(Seed);
        List<ulong> numbers = [];
        for (var exponent = 2; exponent <= 63; exponent++)
        {
            for (var bits = 2; bits * exponent <= 64; bits++)
            {
                var prime = random.NextPrime(bits);
                numbers.Add(Power(prime, exponent));
                var spare = 64 - bits * exponent;
                if (spare >= 2) numbers.Add(Power(prime, exponent) * random.NextPrime(spare));
            }
        }

        Answers.AssertAllComplete(numbers.ToArray(), $"seed {Seed}");
    }

    [Fact]
    public void Neighbourhoods_of_powers_factorials_and_primorials_are_completely_factored()
    {
        List<ulong> numbers = [];
        AddAround(numbers, Enumerable.Range(1, 63).Select(k => 1UL << k));
        AddAround(numbers, Enumerable.Range(1, 40).Select(k => Power(3, k)));
        AddAround(numbers, Enumerable.Range(1, 20).Select(k => Product(Enumerable.Range(1, k))));
        int[] primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47];
        AddAround(numbers, Enumerable.Range(1, primes.Length).Select(k => Product(primes.Take(k))));
        AddAround(numbers, [ulong.MaxValue]);

        Answers.AssertAllComplete(numbers.ToArray(), "a neighbourhood");
    }

    [Fact]
    public void Factoring_the_factors_changes_nothing()
    {
        var random = new Random(Seed);
        ulong[] numbers = [.. Enumerable.Range(0, 500).Select(_ => random.NextUInt64())];
        var lists = Answers.Factorize(numbers);

        for (var i = 0; i < numbers.Length; i++)
        {
            var again = Answers.Factorize(lists.Factors(i));
            for (var j = 0; j < again.Count; j++) Assert.Equal([lists.Factors(i)[j]], again.Factors(j));
        }
    }

    [Fact]
    public void A_batch_answers_like_its_numbers_one_by_one()
    {
        var random = new Random(Seed);
        ulong[] numbers = [.. Enumerable.Range(0, 700).Select(i => random.NextUInt64() >> (i % 40))];
        var batch = Answers.Factorize(numbers);

        for (var i = 0; i < numbers.Length; i++)
        {
            Assert.Equal(Answers.Factorize(numbers[i]).Factors(0), batch.Factors(i));
        }
    }

    static void AddAround(List<ulong> numbers, IEnumerable<ulong> centres)
    {
        foreach (var centre in centres)
        {
            for (var offset = -20; offset <= 20; offset++) numbers.Add(centre + (ulong)(long)offset);
        }
    }

    static ulong Power(ulong b, int exponent) => Product(Enumerable.Repeat((int)b, exponent));

    static ulong Product(IEnumerable<int> factors) => factors.Aggregate(1UL, (product, f) => product * (ulong)(uint)f);
}

using System.Globalization;
using System.Numerics;

namespace BatchRunner.Factoring.Tests.Word;

/// <summary>Shared expectations: what every answer to a 64-bit number must be.</summary>
static class Answers
{
    /// <summary>Lines of the form "n: p p q", as the files in Data hold them, for numbers below 2^64.</summary>
    public static List<(ulong Number, ulong[] Factors)> Read(string file)
    {
        List<(ulong, ulong[])> answers = [];
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", file)))
        {
            var parts = line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries);
            if (BigInteger.Parse(parts[0], CultureInfo.InvariantCulture) > ulong.MaxValue) continue;
            var numbers = Array.ConvertAll(parts, part => ulong.Parse(part, CultureInfo.InvariantCulture));
            answers.Add((numbers[0], numbers[1..]));
        }
        return answers;
    }

    public static FactorLists<ulong> Factorize(params ReadOnlySpan<ulong> numbers)
    {
        FactorLists<ulong> lists = new();
        Factorizer.Factorize(numbers, lists, NewRun());
        Assert.Equal(numbers.Length, lists.Count);
        return lists;
    }

    public static FactoringRun NewRun(CancellationToken token = default) => new(TimeProvider.System, token);

    /// <summary>Ascending primes whose product is the number: there is only one such list.</summary>
    public static void AssertComplete(ulong number, ReadOnlySpan<ulong> factors, string story = "")
    {
        UInt128 product = 1;
        for (var i = 0; i < factors.Length; i++)
        {
            product *= factors[i];
            if (i > 0 && factors[i - 1] > factors[i]) Assert.Fail($"{number} {story}: not ascending");
            if (!SinclairOracle.IsPrime(factors[i])) Assert.Fail($"{number} {story}: {factors[i]} is not prime");
        }
        if (product != number && number > 1) Assert.Fail($"{number} {story}: the product is {product}");
        if (number < 2) Assert.Equal(0, factors.Length);
    }

    public static void AssertAllComplete(ReadOnlySpan<ulong> numbers, string story)
    {
        var lists = Factorize(numbers);
        for (var i = 0; i < numbers.Length; i++) AssertComplete(numbers[i], lists.Factors(i), story);
    }
}

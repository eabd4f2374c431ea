using System.Globalization;
using System.Numerics;
using BatchRunner.Factoring;

namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>Lines of number files, the same for the same seed.</summary>
sealed class NumberFiles(int seed)
{
    const int PoolSize = 300;

    readonly Random _random = new(seed);
    readonly List<BigInteger> _primes = [];

    /// <summary>
    /// Numbers that no engine splits within the small budget they are given: each takes exactly that, so a batch of them
    /// lasts as long as it was made to. Products of two primes of 30 digits.
    /// </summary>
    public string[] Unsplittable(int count)
    {
        while (_primes.Count < PoolSize) _primes.Add(NextPrime());
        return [.. Enumerable.Range(0, count).Select(_ => Text(Pick() * Pick()))];
    }

    /// <summary>Numbers of up to 15 digits, thousands of which are a moment's work.</summary>
    public string[] Easy(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Text(_random.NextInt64(2, 1_000_000_000_000_000)))];

    BigInteger Pick() => _primes[_random.Next(_primes.Count)];

    BigInteger NextPrime()
    {
        var bytes = new byte[12];
        _random.NextBytes(bytes);
        var candidate = BigInteger.Pow(10, 29) * 2 + new BigInteger(bytes, isUnsigned: true);
        if (candidate.IsEven) candidate++;
        while (!PrimeTest.IsPrime(candidate)) candidate += 2;
        return candidate;
    }

    static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);
}

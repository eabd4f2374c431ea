using System.Globalization;
using System.Numerics;
using BatchRunner.Factoring;

namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>Lines of number files, the same for the same seed.</summary>
sealed class NumberFiles(int seed)
{
    const int PoolSize = 300;

    /// <summary>Two primes of so many digits make a number that every engine here works on for minutes.</summary>
    const int LongPrimeDigits = 45;

    readonly Random _random = new(seed);
    readonly List<BigInteger> _primes = [];

    /// <summary>
    /// Numbers that no engine splits within the small budget they are given: each takes exactly that, so a batch of them
    /// lasts as long as it was made to. Products of two primes of 30 digits.
    /// </summary>
    public string[] Unsplittable(int count)
    {
        while (_primes.Count < PoolSize) _primes.Add(NextPrime(30));
        return [.. Enumerable.Range(0, count).Select(_ => Text(Pick() * Pick()))];
    }

    /// <summary>Numbers of up to 15 digits, thousands of which are a moment's work.</summary>
    public string[] Easy(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Text(_random.NextInt64(2, 1_000_000_000_000_000)))];

    /// <summary>A number that takes minutes.</summary>
    public string Long() => Text(NextPrime(LongPrimeDigits) * NextPrime(LongPrimeDigits));

    /// <summary>Products of two primes of 17 digits: some milliseconds each, and no engine fails on one.</summary>
    public string[] Semiprimes(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Text(NextPrime(17) * NextPrime(17)))];

    /// <summary>
    /// Numbers of 56 digits with small primes only: planned as hard ones, but not so hard as to stand alone in a chunk,
    /// and done in a moment.
    /// </summary>
    public string[] Smooth(int count) =>
        [.. Enumerable.Range(0, count).Select(_ =>
        {
            var number = BigInteger.One;
            while (number < BigInteger.Pow(10, 55)) number *= 2 + _random.Next(97);
            return Text(number);
        })];

    BigInteger Pick() => _primes[_random.Next(_primes.Count)];

    BigInteger NextPrime(int digits)
    {
        var bytes = new byte[12];
        _random.NextBytes(bytes);
        var candidate = BigInteger.Pow(10, digits - 1) * 2 + new BigInteger(bytes, isUnsigned: true) % BigInteger.Pow(10, digits - 1);
        if (candidate.IsEven) candidate++;
        while (!PrimeTest.IsPrime(candidate)) candidate += 2;
        return candidate;
    }

    static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);
}

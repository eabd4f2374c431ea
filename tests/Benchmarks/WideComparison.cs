using System.Globalization;
using System.Numerics;
using System.Text;
using BatchRunner.Factoring;
using BatchRunner.Factoring.Wide;

namespace BatchRunner.Benchmarks;

/// <summary>
/// Numbers above 64 bits through every path of this machine and, where it ends in a fraction of a second, through
/// Debian's <c>factor</c>, byte for byte; what it is not asked is checked by multiplication and primality.
/// </summary>
static class WideComparison
{
    const int BlockLength = 500;

    // rho needs the square root of the second largest prime: some 0.2 s a number.
    const int LongestSecondPrime = 43;

    public static int Run(IEnumerable<BigInteger> numbers)
    {
        var engines = FactoringPaths.Available.Select(path => (path, new WideFactorizer(path))).ToArray();
        int compared = 0, unasked = 0;
        foreach (var block in numbers.Chunk(BlockLength))
        {
            var ours = Lines(engines[0].Item2, block);
            foreach (var (path, engine) in engines[1..])
            {
                if (!Same(path, Lines(engine, block), ours)) return 3;
            }
            var asked = Enumerable.Range(0, block.Length).Where(i => SecondPrimeBits(ours[i]) <= LongestSecondPrime);
            var indices = asked.ToArray();
            var theirs = GnuFactor.Ask(indices.Select(i => block[i])).TrimEnd('\n').Split('\n');
            if (!Same(engines[0].path, [.. indices.Select(i => ours[i])], theirs)) return 3;
            foreach (var i in Enumerable.Range(0, block.Length).Except(indices))
            {
                if (!IsFactored(block[i], ours[i])) return 3;
            }
            compared += indices.Length;
            unasked += block.Length - indices.Length;
        }
        var paths = string.Join(", ", engines.Select(engine => FactoringPaths.Name(engine.path)));
        Console.WriteLine($"{compared} numbers above 64 bits: identical with factor on {paths};");
        Console.WriteLine(
            $"{unasked} more, too long for factor: the same on all paths, product and primality of each checked");
        return 0;
    }

    static string[] Lines(WideFactorizer engine, BigInteger[] numbers)
    {
        FactorLists<UInt128> lists = new();
        engine.Factorize(
            [.. numbers.Select(n => (UInt128)n)], lists, new FactoringRun(TimeProvider.System, CancellationToken.None));
        var lines = new string[numbers.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            StringBuilder text = new();
            text.Append(numbers[i]).Append(':');
            foreach (var factor in lists.Factors(i)) text.Append(' ').Append(factor);
            lines[i] = text.ToString();
        }
        return lines;
    }

    static bool Same(FactoringPath path, string[] ours, string[] theirs)
    {
        for (var i = 0; i < ours.Length; i++)
        {
            if (i < theirs.Length && ours[i] == theirs[i]) continue;
            var expected = theirs.ElementAtOrDefault(i);
            Console.WriteLine($"{FactoringPaths.Name(path)} differs: '{ours[i]}', expected '{expected}'");
            return false;
        }
        return true;
    }

    static bool IsFactored(BigInteger number, string line)
    {
        var primes = Primes(line);
        if (primes.Aggregate(BigInteger.One, (left, right) => left * right) == number && primes.All(PrimeTest.IsPrime))
            return true;
        Console.WriteLine($"wrong: '{line}'");
        return false;
    }

    static long SecondPrimeBits(string line) => Primes(line) is [.., var second, _] ? second.GetBitLength() : 0;

    static BigInteger[] Primes(string line) =>
        [.. line.Split(' ').Skip(1).Select(prime => BigInteger.Parse(prime, CultureInfo.InvariantCulture))];
}

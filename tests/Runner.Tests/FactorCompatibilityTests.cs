using System.Numerics;
using System.Text;

namespace BatchRunner.Runner.Tests;

/// <summary>Ours and GNU's are given the same and must write the same bytes and answer the same exit code.</summary>
public sealed class FactorCompatibilityTests
{
    const int Seed = 20261122;

    /// <summary>Numbers of every length up to 126 bits that are quick for any engine: products of small primes.</summary>
    public static TheoryData<string, string> Files
    {
        get
        {
            var random = new Random(Seed);
            int[] primes = [.. Enumerable.Range(2, 997).Where(n => Enumerable.Range(2, (int)Math.Sqrt(n) - 1).All(d => n % d != 0))];
            var smooth = Enumerable.Range(0, 3000).Select(_ =>
            {
                var number = BigInteger.One;
                var bits = random.Next(1, 117);
                while (number.GetBitLength() < bits) number *= primes[random.Next(primes.Length)];
                return number;
            });
            return new()
            {
                { "0 to 3000", string.Join('\n', Enumerable.Range(0, 3001)) + '\n' },
                { "32 bits", Lines(Enumerable.Range(0, 3000).Select(_ => (BigInteger)random.NextInt64(1L << 32))) },
                { "64 bits", Lines(Enumerable.Range(0, 2000).Select(_ => Word(random))) },
                { "19 and 20 digits", Lines(Enumerable.Range(-60, 80).Select(d => BigInteger.Pow(10, 19) + d)) },
                { "around 2^64", Lines(Enumerable.Range(-60, 80).Select(d => BigInteger.Pow(2, 64) + d)) },
                { $"smooth, seed {Seed}", Lines(smooth) },
                { "powers of two", Lines(Enumerable.Range(0, 126).Select(e => BigInteger.Pow(2, e))) },
                { "several a line", "1 2\t3  4\n\n\n 5 \t\n6" },
                { "signs and zeros", "+6 007 +0012 00000000000000000000000000000000000000000000000000000000009 +0 000\n" },
                { "edges", "18446744073709551615 18446744073709551616 99999999999999999999 85070591730234615865843651857942052863\n" },
                { "no numbers", "x 1 -3 + ++5 0x10 1e9 8,9 2^64+1 3.5 1_0 12a a12 \u0661\u0662 \uff11 - -- 9\n" },
                { "nothing", "" },
                { "blank", " \n\t\n" },
            };
        }
    }

    static string Lines(IEnumerable<BigInteger> numbers) => string.Concat(numbers.Select(n => $"{n}\n"));

    static BigInteger Word(Random random) => (new BigInteger(random.NextInt64(1L << 32)) << 32) + random.NextInt64(1L << 32);

    [GnuTheory, MemberData(nameof(Files))]
    public async Task Numbers_from_the_input_are_answered_byte_for_byte_as_GNU_does(string what, string text)
    {
        var input = Encoding.UTF8.GetBytes(text);

        var theirs = await GnuFactor.RunAsync([], input);
        var ours = await RunnerProcess.RunAsync(["factor"], input);
        var parallel = await RunnerProcess.RunAsync(["factor", "-j", "3"], input);

        Assert.True(theirs.Output == ours.Output, what);
        Assert.Equal(theirs.Output, parallel.Output);
        Assert.Equal(theirs.ExitCode, ours.ExitCode);
        Assert.Equal(theirs.ExitCode, parallel.ExitCode);
        Assert.Equal(theirs.Messages.Count(c => c == '\n'), ours.Messages.Count(c => c == '\n'));
    }

    [GnuTheory]
    [InlineData("360")]
    [InlineData("0", "1", "2")]
    [InlineData("+6", "007")]
    [InlineData(" 6", " +6")]
    [InlineData("6 ", "7")]
    [InlineData(" 12 ", "5")]
    [InlineData("6 7")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("abc", "6")]
    [InlineData("--", "-7", "9")]
    [InlineData("-7")]
    [InlineData("-x")]
    [InlineData("--bad", "5")]
    [InlineData("1e9", "0x10", "+", "8")]
    public async Task Numbers_from_the_command_line_are_answered_as_GNU_does(params string[] numbers)
    {
        var theirs = await GnuFactor.RunAsync(numbers, []);
        var ours = await RunnerProcess.RunAsync(["factor", .. numbers]);

        Assert.Equal(theirs.Output, ours.Output);
        Assert.Equal(theirs.ExitCode, ours.ExitCode);
        Assert.Equal(theirs.Messages.Length == 0, ours.Messages.Length == 0);
    }
}

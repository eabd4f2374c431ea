using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using BatchRunner.Factoring;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>ticks [DIGITS...]</c>: for numbers of every shape and size the longest CPU time between two looks at the run, on
/// the first number of its kind (the just-in-time compiler works too) and on the second, and how far a budget of 50 ms
/// is overrun. A cancellation is noticed at the next look, so the longest stretch bounds it too.
/// </summary>
static class TicksCommand
{
    static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan Long = TimeSpan.FromSeconds(2);

    static readonly int[] Sizes =
        [20, 25, 30, 35, 39, 45, 50, 55, 60, 62, 70, 80, 100, 130, 160, 180, 200, 250, 300, 400, 500, 600, 800, 1000];

    static readonly (string Name, Func<int, BigInteger> Make)[] Shapes =
    [
        ("semiprime", bits => WideWorkloads.LongPrime(bits / 2, 1) * WideWorkloads.LongPrime(bits - (bits / 2), 2)),
        ("prime", bits => WideWorkloads.LongPrime(bits, 3)),
        ("square", bits => BigInteger.Pow(WideWorkloads.LongPrime(bits / 2, 4), 2)),
        ("high power", bits => BigInteger.Pow(65537, Math.Max(1, bits / 16))),
        ("small powers", bits => BigInteger.Pow(2, bits / 3) * BigInteger.Pow(3, bits / 5)),
        ("32-bit primes", bits => ProductOf(bits, 32)),
        ("50-bit primes", bits => ProductOf(bits, 50)),
        ("uniform", bits => WideWorkloads.Uniform(bits, 1)[0]),
    ];

    public static int Run(string[] arguments)
    {
        int[] sizes = arguments.Length == 0
            ? Sizes
            : [.. arguments.Select(digits => int.Parse(digits, CultureInfo.InvariantCulture))];
        Console.WriteLine($"{MachineName.Cpu}, path {FactoringPaths.Name(FactoringPaths.Current)}");
        Console.WriteLine("ms of CPU: longest stretch, first and second number; beyond a budget of 50 ms");
        var most = TimeSpan.Zero;
        foreach (var digits in sizes)
        {
            foreach (var (name, make) in Shapes)
            {
                var number = make(WideWorkloads.BitsOfDigits(digits));
                var cold = Watch(number);
                var warm = Watch(number);
                var beyond = Overrun(number);
                most = TimeSpan.FromTicks(Math.Max(most.Ticks, Math.Max(cold.Longest.Ticks, beyond.Ticks)));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{digits,5} {name,-14}{warm.Readings,9} looks "
                    + $"{cold.Longest.TotalMilliseconds,8:F2} {cold.Where,-34}"
                    + $"{warm.Longest.TotalMilliseconds,8:F2} {warm.Where,-34}{beyond.TotalMilliseconds,8:F2}"));
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"longest: {most.TotalMilliseconds:F2} ms"));
        return most < Short ? 0 : 3;
    }

    static GapClock Watch(BigInteger number)
    {
        var clock = new GapClock();
        Factorize(number, new FactoringRun(clock, CancellationToken.None) { Budget = Long });
        clock.End();
        return clock;
    }

    static TimeSpan Overrun(BigInteger number)
    {
        var run = new FactoringRun(new ThreadClock(), CancellationToken.None) { Budget = Short };
        var used = CpuClock.OfThread(() => Factorize(number, run));
        return used > Short ? used - Short : TimeSpan.Zero;
    }

    static void Factorize(BigInteger number, FactoringRun run)
    {
        var answer = Factorizer.Factorize(number, run);
        var product = answer.Factors.Aggregate(answer.Cofactor, (left, right) => left * right);
        if (product != number) throw new UnreachableException($"{number} came back as {product}.");
    }

    static BigInteger ProductOf(int bits, int primeBits)
    {
        var product = BigInteger.One;
        for (var seed = 10; product.GetBitLength() + primeBits <= bits; seed++)
            product *= WideWorkloads.LongPrime(primeBits, seed);
        return product;
    }

    sealed class ThreadClock : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => CpuClock.NowOfThread().Ticks;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using BatchRunner.Factoring;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>effort [words|uniform|hard] [SECONDS]</c>: what <see cref="EffortEstimate"/> is fitted to. Uniform numbers of each
/// length: mean, median, last tenth and the relative deviation. Hard ones: products of two primes of half the length.
/// </summary>
static class EffortCommand
{
    const int Numbers = 20_000;
    const int Seed = 10;

    /// <summary>Numbers of one length at most, however quick they are.</summary>
    const int MostNumbers = 50_000;

    public static int Run(string[] args)
    {
        Console.WriteLine(MachineName.Cpu);
        var seconds = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 5;
        var what = args.Length > 0 ? args[0] : "all";
        if (what is "words" or "all") Words();
        if (what is "uniform" or "all") Measure("uniform", Sizes(18, 76), seconds, SizedNumbers.Uniform);
        if (what is "hard" or "all") Measure("hard", Sizes(20, 72), seconds, SizedNumbers.Hard);
        return 0;
    }

    static IEnumerable<int> Sizes(int least, int most) =>
        Enumerable.Range(least, most - least + 1).Where(d => d % 2 == 0 || d == 19);

    static void Words()
    {
        Console.WriteLine("digits  " + string.Join("  ", FactoringPaths.Available.Select(FactoringPaths.Name)));
        for (var digits = 1; digits <= 20; digits++)
        {
            var least = digits == 1 ? 0 : (ulong)Math.Pow(10, digits - 1);
            var most = digits == 20 ? ulong.MaxValue : (ulong)Math.Pow(10, digits) - 1;
            Random random = new(Seed);
            ulong[] numbers = [.. Enumerable.Range(0, Numbers).Select(_ => Next(random, least, most))];
            var cells = FactoringPaths.Available
                .Select(path => Micros(path, numbers).ToString("F3", CultureInfo.InvariantCulture));
            Console.WriteLine($"{digits,6}  {string.Join("  ", cells)}");
        }
    }

    static void Measure(string what, IEnumerable<int> sizes, double seconds, Func<Random, int, BigInteger> next)
    {
        Console.WriteLine($"{what}: digits  numbers  mean us  median us  last tenth us  deviation / mean");
        foreach (var digits in sizes)
        {
            var micros = Sample(digits, seconds, next).Order().ToList();
            var mean = micros.Average();
            var deviation = Math.Sqrt(micros.Average(m => (m - mean) * (m - mean)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what} {digits,6}  {micros.Count,7}  {mean,12:F1}  {micros[micros.Count / 2],12:F1}  "
                + $"{micros[micros.Count * 9 / 10],12:F1}  {deviation / mean,6:F2}"));
        }
    }

    static List<double> Sample(int digits, double seconds, Func<Random, int, BigInteger> next)
    {
        Random random = new(Seed + digits);
        FactoringRun run = new(TimeProvider.System, CancellationToken.None);
        Factorizer.Factorize(next(random, digits), run);
        List<double> micros = [];
        for (var started = Stopwatch.GetTimestamp();
            micros.Count < MostNumbers
                && (micros.Count < 5 || Stopwatch.GetElapsedTime(started).TotalSeconds < seconds);)
        {
            var number = next(random, digits);
            micros.Add(CpuClock.OfThread(() => Factorizer.Factorize(number, run)).TotalMicroseconds);
        }
        return micros;
    }

    static double Micros(FactoringPath path, ulong[] numbers)
    {
        var engine = WordEngine.For(path);
        FactorLists<ulong> lists = new();
        FactoringRun run = new(TimeProvider.System, CancellationToken.None);
        double[] passes = [.. Enumerable.Range(0, 5).Select(_ => CpuClock.OfThread(() =>
        {
            lists.Clear();
            engine.Factorize(numbers, lists, run);
        }).TotalMicroseconds / numbers.Length).Order()];
        return passes[2];
    }

    static ulong Next(Random random, ulong least, ulong most)
    {
        var word = (ulong)random.NextInt64() << 1 ^ (ulong)random.NextInt64();
        return least + (ulong)(((UInt128)word * ((UInt128)most - least + 1)) >> 64);
    }
}

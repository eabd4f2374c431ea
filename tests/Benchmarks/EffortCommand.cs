using System.Globalization;
using BatchRunner.Factoring;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Benchmarks;

/// <summary>Mean CPU microseconds of uniform numbers of each length up to 64 bits, on every path.</summary>
static class EffortCommand
{
    const int Numbers = 20_000;
    const int Seed = 10;

    public static int Run()
    {
        Console.WriteLine(MachineName.Cpu);
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
        return 0;
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

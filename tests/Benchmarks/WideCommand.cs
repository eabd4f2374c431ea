using System.Globalization;
using System.Numerics;
using BatchRunner.Factoring;
using BatchRunner.Factoring.Large;
using BatchRunner.Factoring.Wide;
using BatchRunner.Runner.Bench;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>wide [PASSES]</c>: CPU microseconds a number above 64 bits on each path, beside the rivals, all in one run: the
/// median of several passes over the same numbers.
/// </summary>
static class WideCommand
{
    public static int Run(string[] arguments)
    {
        var passes = arguments is [var wanted] ? int.Parse(wanted, CultureInfo.InvariantCulture) : 3;
        Console.WriteLine(MachineName.Cpu);
        Console.WriteLine($"CPU us a number, median of {passes} passes; ours and FLINT: library calls on one thread;");
        Console.WriteLine("factor and gp: whole processes, less their empty start, parsing and printing included.");
        Measure(passes).Print(markdown: false);
        Multiplications();
        return 0;
    }

    public static SpeedTable Measure(int passes)
    {
        var rivals = Rivals.OfWideNumbers();
        var present = rivals.Where(rival => rival.Missing is null).ToList();
        var paths = FactoringPaths.Available;
        return new(
            [.. paths.Select(FactoringPaths.Name), .. present.Select(rival => rival.Name)],
            [.. rivals.Except(present).Select(rival => $"{rival.Name}: skipped, {rival.Missing}")],
            Workloads().Select(workload => new SpeedRow(workload.Name,
                paths.Select(path => (
                        Name: FactoringPaths.Name(path),
                        Micros: Repeat(passes, workload.Numbers.Length, Warm(() => Ours(path, workload.Numbers)))))
                    .Concat(present.Where(rival => rival.MostBits >= workload.Numbers[0].GetBitLength())
                        .Select(rival => (
                            rival.Name,
                            Micros: Repeat(passes, workload.Numbers.Length, () => rival.Time(workload.Numbers)))))
                    .ToDictionary(cell => cell.Name, cell => cell.Micros))));
    }

    static IEnumerable<(string Name, BigInteger[] Numbers)> Workloads()
    {
        yield return ("e: uniform 96-bit", WideWorkloads.Uniform(96, 1000));
        yield return ("   uniform 128-bit", WideWorkloads.Uniform(128, 100));
        yield return ("f: 80-bit semiprimes", WideWorkloads.Semiprimes(80, 200));
        yield return ("f: 96-bit semiprimes", WideWorkloads.Semiprimes(96, 100));
        yield return ("f: 112-bit semiprimes", WideWorkloads.Semiprimes(112, 40));
        yield return ("f: 128-bit semiprimes", WideWorkloads.Semiprimes(128, 20));
        yield return ("g: 40-digit semiprimes", WideWorkloads.Semiprimes(WideWorkloads.BitsOfDigits(40), 10));
        yield return ("g: 50-digit semiprimes", WideWorkloads.Semiprimes(WideWorkloads.BitsOfDigits(50), 3));
    }

    static TimeSpan Ours(FactoringPath path, BigInteger[] numbers)
    {
        var factorizer = new WideFactorizer(path);
        var run = new FactoringRun(TimeProvider.System, CancellationToken.None);
        return CpuClock.OfThread(() =>
        {
            foreach (var number in numbers)
            {
                var answer = LargeFactorizer.Factorize(number, factorizer, run);
                if (!answer.IsComplete) throw new InvalidOperationException($"{number} was left unsplit.");
            }
        });
    }

    /// <summary>The arithmetic below everything: nanoseconds a modular product of 90 bits.</summary>
    static void Multiplications()
    {
        const int count = 2_000_000;
        var ring = new Ring128((UInt128)WideWorkloads.Semiprimes(90, 1)[0]);
        var value = ring.One + 12345;
        var chained = Repeat(3, count, () => CpuClock.OfThread(() =>
        {
            for (var i = 0; i < count; i++) value = ring.Multiply(value, value);
        }));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a two-limb Montgomery product in a chain: {chained * 1000:F1} ns (last {(ulong)value % 10})"));
    }

    static double Repeat(int passes, int numbers, Func<TimeSpan> pass) =>
        Median.Of([.. Enumerable.Range(0, passes).Select(_ => pass().TotalMicroseconds / numbers)]);

    /// <summary>The first passes only make the run-time compile what it will keep.</summary>
    static Func<TimeSpan> Warm(Func<TimeSpan> pass)
    {
        pass();
        pass();
        return pass;
    }
}

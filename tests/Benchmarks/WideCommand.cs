using System.Globalization;
using System.Numerics;
using BatchRunner.Factoring;
using BatchRunner.Factoring.Large;
using BatchRunner.Factoring.Wide;

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
        var rivals = WideRival.All();
        Console.WriteLine(MachineName.Cpu);
        Console.WriteLine($"CPU us a number, median of {passes} passes; ours and FLINT: library calls on one thread;");
        Console.WriteLine("factor and gp: whole processes, less their empty start, parsing and printing included.");
        foreach (var rival in rivals.Where(rival => rival.Missing is not null))
            Console.WriteLine($"{rival.Name}: skipped, {rival.Missing}");
        rivals = [.. rivals.Where(rival => rival.Missing is null)];

        var paths = FactoringPaths.Available;
        Write("us a number", [.. paths.Select(FactoringPaths.Name), .. rivals.Select(rival => rival.Name)]);
        foreach (var (name, numbers) in Workloads())
        {
            Write(name,
            [
                .. paths.Select(path => Format(Median(passes, numbers.Length, Warm(() => Ours(path, numbers))))),
                .. rivals.Select(rival => rival.MostBits < numbers[0].GetBitLength()
                    ? "-" : Format(Median(passes, numbers.Length, () => rival.Time(numbers)))),
            ]);
        }
        Multiplications();
        return 0;
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
        var chained = Median(3, count, () => CpuClock.OfThread(() =>
        {
            for (var i = 0; i < count; i++) value = ring.Multiply(value, value);
        }));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a two-limb Montgomery product in a chain: {chained * 1000:F1} ns (last {(ulong)value % 10})"));
    }

    static double Median(int passes, int numbers, Func<TimeSpan> pass)
    {
        double[] micros = [.. Enumerable.Range(0, passes).Select(_ => pass().TotalMicroseconds / numbers).Order()];
        return micros[passes / 2];
    }

    /// <summary>The first passes only make the run-time compile what it will keep.</summary>
    static Func<TimeSpan> Warm(Func<TimeSpan> pass)
    {
        pass();
        pass();
        return pass;
    }

    static string Format(double micros) => micros.ToString(micros < 100 ? "F1" : "F0", CultureInfo.InvariantCulture);

    static void Write(string name, string[] cells) =>
        Console.WriteLine($"{name,-26}" + string.Concat(cells.Select(cell => $"{cell,10}")));
}

using System.Globalization;
using BatchRunner.Factoring;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Benchmarks;

/// <summary>
/// CPU microseconds a number of our library on each path, beside the rivals, all in one run: the median of several
/// passes over the same numbers.
/// </summary>
static class FactoringCommand
{
    const int Passes = 5;

    public static int Run(string[] files)
    {
        var workloads = files.Length > 0 ? [.. files.Select(Workload.FromFile)] : Workload.Standard();
        var rivals = Rival.All();
        Console.WriteLine(MachineName.Cpu);
        Console.WriteLine("CPU us a number, median of " + Passes + " passes; ours and FLINT: library calls on one thread;");
        Console.WriteLine("factor and gp: whole processes, less their empty start, parsing and printing included.");
        foreach (var rival in rivals.Where(rival => rival.Missing is not null))
        {
            Console.WriteLine($"{rival.Name}: skipped, {rival.Missing}");
        }
        rivals = [.. rivals.Where(rival => rival.Missing is null)];

        var paths = FactoringPaths.Available;
        Write("us a number", [.. paths.Select(FactoringPaths.Name), .. rivals.Select(rival => rival.Name)]);
        foreach (var workload in workloads)
        {
            Write(workload.Name,
            [
                .. paths.Select(path => Format(Ours(path, workload.Numbers))),
                .. rivals.Select(rival => Format(Median(() => rival.Time(workload.Numbers), workload.Numbers.Length))),
            ]);
        }
        return 0;
    }

    static double Ours(FactoringPath path, ulong[] numbers)
    {
        var engine = WordEngine.For(path);
        FactorLists<ulong> lists = new();
        FactoringRun run = new(TimeProvider.System, CancellationToken.None);
        // Short sets are repeated, so that a pass is long against the resolution of the clock.
        var repeats = Math.Max(1, 20_000 / numbers.Length);
        return Median(
            () => CpuClock.OfThread(() =>
            {
                for (var i = 0; i < repeats; i++)
                {
                    lists.Clear();
                    engine.Factorize(numbers, lists, run);
                }
            }),
            numbers.Length * repeats);
    }

    static double Median(Func<TimeSpan> pass, int numbers)
    {
        pass();
        double[] micros = [.. Enumerable.Range(0, Passes).Select(_ => pass().TotalMicroseconds / numbers).Order()];
        return micros[Passes / 2];
    }

    static string Format(double micros) => micros.ToString(micros < 10 ? "F3" : "F1", CultureInfo.InvariantCulture);

    static void Write(string name, string[] cells) =>
        Console.WriteLine($"{name,-26}" + string.Concat(cells.Select(cell => $"{cell,10}")));
}

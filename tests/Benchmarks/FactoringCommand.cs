using System.Diagnostics;
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
    const int Passes = 7;

    // A rival may be a hundred times slower: it gets fewer numbers and passes.
    const int RivalPasses = 3;
    const int RivalNumbers = 5000;
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static int Run(string[] args)
    {
        var files = args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var markdown = args.Contains("--markdown");
        var workloads = files.Length > 0 ? [.. files.Select(Workload.FromFile)] : Workload.Standard();
        var rivals = args.Contains("--ours") ? [] : Rival.All();
        Console.WriteLine(MachineName.Cpu);
        Console.WriteLine($"CPU us a number, median of {Passes} passes (rivals {RivalPasses}).");
        Console.WriteLine("Ours and FLINT: library calls on one thread;");
        Console.WriteLine("factor and gp: whole processes, less their empty start, parsing and printing included.");
        foreach (var rival in rivals.Where(rival => rival.Missing is not null))
        {
            Console.WriteLine($"{rival.Name}: skipped, {rival.Missing}");
        }
        rivals = [.. rivals.Where(rival => rival.Missing is null)];

        var paths = FactoringPaths.Available;
        Write(markdown, "us a number", [.. paths.Select(FactoringPaths.Name), .. rivals.Select(rival => rival.Name)]);
        if (markdown) Console.WriteLine("|---|" + string.Concat(Enumerable.Repeat("---:|", paths.Count + rivals.Count)));
        foreach (var workload in workloads)
        {
            Write(markdown, workload.Name,
            [
                .. paths.Select(path => Format(Ours(path, workload.Numbers))),
                .. rivals.Select(rival => Format(Theirs(rival, workload.Numbers))),
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
        var repeats = Math.Max(1, 40_000 / numbers.Length);
        var started = Stopwatch.GetTimestamp();
        // The just-in-time compiler finishes its optimized code in the background.
        while (Stopwatch.GetElapsedTime(started) < WarmUp) Pass();
        return Median(Passes, Pass, numbers.Length * repeats);

        TimeSpan Pass() => CpuClock.OfThread(() =>
        {
            for (var i = 0; i < repeats; i++)
            {
                lists.Clear();
                engine.Factorize(numbers, lists, run);
            }
        });
    }

    static double Theirs(Rival rival, ulong[] numbers)
    {
        var some = numbers[..Math.Min(numbers.Length, RivalNumbers)];
        return Median(RivalPasses, () => rival.Time(some), some.Length);
    }

    static double Median(int passes, Func<TimeSpan> pass, int numbers)
    {
        pass();
        double[] micros = [.. Enumerable.Range(0, passes).Select(_ => pass().TotalMicroseconds / numbers).Order()];
        return micros[passes / 2];
    }

    static string Format(double micros) => micros.ToString(micros < 10 ? "F3" : "F1", CultureInfo.InvariantCulture);

    static void Write(bool markdown, string name, string[] cells) => Console.WriteLine(markdown
        ? $"| {name} | {string.Join(" | ", cells)} |"
        : $"{name,-26}" + string.Concat(cells.Select(cell => $"{cell,10}")));
}

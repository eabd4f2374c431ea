using System.Diagnostics;
using BatchRunner.Factoring;
using BatchRunner.Factoring.Word;
using BatchRunner.Runner.Bench;

namespace BatchRunner.Benchmarks;

/// <summary>
/// CPU microseconds a number of our library on each path, beside the rivals, all in one run: the median of several
/// passes over the same numbers.
/// </summary>
static class FactoringCommand
{
    public const int Passes = 7;

    // A rival may be a hundred times slower: it gets fewer numbers and passes.
    public const int RivalPasses = 3;
    const int RivalNumbers = 5000;
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static int Run(string[] args)
    {
        var files = args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var workloads = files.Length > 0 ? [.. files.Select(Workload.FromFile)] : Workload.Standard();
        Console.WriteLine(MachineName.Cpu);
        Console.WriteLine($"CPU us a number, median of {Passes} passes (rivals {RivalPasses}).");
        Console.WriteLine("Ours and FLINT: library calls on one thread;");
        Console.WriteLine("factor and gp: whole processes, less their empty start, parsing and printing included.");
        Measure(workloads, args.Contains("--ours") ? [] : Rivals.OfWords()).Print(args.Contains("--markdown"));
        return 0;
    }

    public static SpeedTable Measure(IReadOnlyList<Workload> workloads, IReadOnlyList<Rival<ulong>> rivals)
    {
        var paths = FactoringPaths.Available;
        var present = rivals.Where(rival => rival.Missing is null).ToList();
        return new(
            [.. paths.Select(FactoringPaths.Name), .. present.Select(rival => rival.Name)],
            [.. rivals.Except(present).Select(rival => $"{rival.Name}: skipped, {rival.Missing}")],
            workloads.Select(workload => new SpeedRow(workload.Name,
                paths.Select(path => (Name: FactoringPaths.Name(path), Micros: Ours(path, workload.Numbers)))
                    .Concat(present.Select(rival => (rival.Name, Micros: Theirs(rival, workload.Numbers))))
                    .ToDictionary(cell => cell.Name, cell => cell.Micros))));
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
        return Repeat(Passes, Pass, numbers.Length * repeats);

        TimeSpan Pass() => CpuClock.OfThread(() =>
        {
            for (var i = 0; i < repeats; i++)
            {
                lists.Clear();
                engine.Factorize(numbers, lists, run);
            }
        });
    }

    static double Theirs(Rival<ulong> rival, ulong[] numbers)
    {
        var some = numbers[..Math.Min(numbers.Length, RivalNumbers)];
        return Repeat(RivalPasses, () => rival.Time(some), some.Length);
    }

    static double Repeat(int passes, Func<TimeSpan> pass, int numbers)
    {
        pass();
        return Median.Of([.. Enumerable.Range(0, passes).Select(_ => pass().TotalMicroseconds / numbers)]);
    }
}

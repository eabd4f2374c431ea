using System.Globalization;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>durable [NUMBERS] [RUNS]</c>: what durability costs. The same file through <c>factor -j 2</c> and through
/// <c>run</c> with 2 processes of 1 worker each, in turn and in a fresh folder every time; CPU of the whole process
/// trees, medians. Then the wall time on numbers of 96 bits, of which a quarter as many are taken.
/// </summary>
static class DurableCommand
{
    public static int Run(string[] args)
    {
        var numbers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
        Console.WriteLine($"{MachineName.Cpu}; medians of {runs} runs, factor -j 2 and run --processes 2 --workers 1 in turn");
        foreach (var row in Measure(numbers, runs))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Numbers} {row.What}: factor {row.BareCpu:F2} s CPU, run {row.DurableCpu:F2} s CPU: "
                + $"{row.OverheadMicros:F2} us a number more; wall ratio {row.WallRatio:F2}"));
        }
        return 0;
    }

    public static IEnumerable<DurableRow> Measure(int numbers, int runs)
    {
        var folder = Directory.CreateTempSubdirectory("batchrunner-durable-").FullName;
        try
        {
            foreach (var (bits, count) in ((int, int)[])[(64, numbers), (96, numbers / 4)])
            {
                UniformFile.Write(Path.Combine(folder, "numbers.txt"), bits, count);
                yield return new($"uniform {bits}-bit", count, Compare(folder, runs));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static List<(ProcessTree Bare, ProcessTree Durable)> Compare(string folder, int runs)
    {
        List<(ProcessTree, ProcessTree)> pairs = [];
        for (var i = 0; i < runs; i++)
        {
            var bare = ProcessTree.Measure(folder, $"'{BuiltProgram.Path}' factor -j 2 < numbers.txt");
            var durable = ProcessTree.Measure(
                folder, $"'{BuiltProgram.Path}' run numbers.txt --data data --processes 2 --workers 1");
            Directory.Delete(Path.Combine(folder, "data"), recursive: true);
            pairs.Add((bare, durable));
        }
        return pairs;
    }
}

using System.Globalization;
using System.Numerics;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>durable [NUMBERS] [RUNS]</c>: what durability costs. The same file through <c>factor -j 2</c> and through
/// <c>run</c> with 2 processes of 1 worker each, in turn and in a fresh folder every time; CPU of the whole process
/// trees, medians. Then the wall time on numbers of 96 bits, of which a quarter as many are taken.
/// </summary>
static class DurableCommand
{
    const int Seed = 20120116;

    public static int Run(string[] args)
    {
        var numbers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
        var folder = Directory.CreateTempSubdirectory("batchrunner-durable-").FullName;
        try
        {
            Console.WriteLine($"{MachineName.Cpu}; medians of {runs} runs, factor -j 2 and run --processes 2 --workers 1 in turn");
            Show(Compare(folder, Write(folder, "uniform64.txt", numbers, 64), runs), $"{numbers} uniform 64-bit", numbers);
            Show(Compare(folder, Write(folder, "uniform96.txt", numbers / 4, 96), runs), $"{numbers / 4} uniform 96-bit", numbers / 4);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void Show(List<(ProcessTree Bare, ProcessTree Durable)> pairs, string what, int numbers)
    {
        var bare = Median(pairs, p => p.Bare.CpuSeconds);
        var durable = Median(pairs, p => p.Durable.CpuSeconds);
        var overhead = Median(pairs, p => (p.Durable.CpuSeconds - p.Bare.CpuSeconds) / numbers * 1e6);
        var wall = Median(pairs, p => p.Durable.WallSeconds / p.Bare.WallSeconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: factor {bare:F2} s CPU, run {durable:F2} s CPU: {overhead:F2} us a number more; wall ratio {wall:F2}"));
    }

    static List<(ProcessTree Bare, ProcessTree Durable)> Compare(string folder, string file, int runs)
    {
        List<(ProcessTree, ProcessTree)> pairs = [];
        for (var i = 0; i < runs; i++)
        {
            var data = Path.Combine(folder, $"data-{i}");
            var bare = ProcessTree.Measure(folder, $"'{BuiltProgram.Path}' factor -j 2 < '{file}'");
            var durable = ProcessTree.Measure(
                folder, $"'{BuiltProgram.Path}' run '{file}' --data '{data}' --processes 2 --workers 1");
            Directory.Delete(data, recursive: true);
            pairs.Add((bare, durable));
        }
        return pairs;
    }

    static double Median<T>(List<T> values, Func<T, double> of)
    {
        var sorted = values.Select(of).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    internal static string Write(string folder, string name, int count, int bits)
    {
        var random = new Random(Seed);
        var path = Path.Combine(folder, name);
        using var file = new StreamWriter(path) { NewLine = "\n" };
        var bytes = new byte[bits / 8];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            file.WriteLine(new BigInteger(bytes, isUnsigned: true));
        }
        return path;
    }
}

using System.Globalization;
using BatchRunner.Runner.Bench;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>onejob [NUMBERS] [RUNS]</c>: what chunks are good for. Uniform 64-bit numbers through <c>run</c> as the planner
/// cuts them, and the first hundredth of the same numbers with one number a chunk, on 2 processes of 1 worker, in turn.
/// The time of a file of one number is taken off both, so that what remains is the work of the queue.
/// </summary>
static class OneJobCommand
{
    const int Share = 100;

    public static int Run(string[] args)
    {
        var numbers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        Console.WriteLine($"{MachineName.Cpu}; medians of {runs} runs of run --processes 2 --workers 1");
        var figures = Measure(numbers, runs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{numbers} numbers in chunks: {figures.Chunked:N0} a second; {numbers / Share} of them one by one: "
            + $"{figures.OneByOne:N0} a second; {figures.Times:N0} times"));
        return 0;
    }

    public static OneJobFigures Measure(int numbers, int runs)
    {
        var folder = Directory.CreateTempSubdirectory("batchrunner-onejob-").FullName;
        try
        {
            UniformFile.Write(Path.Combine(folder, "all.txt"), 64, numbers);
            UniformFile.Write(Path.Combine(folder, "some.txt"), 64, numbers / Share);
            UniformFile.Write(Path.Combine(folder, "one.txt"), 64, 1);
            List<double> start = [], chunked = [], oneByOne = [];
            for (var run = 0; run < runs; run++)
            {
                start.Add(Wall(folder, "one.txt", ""));
                chunked.Add(Wall(folder, "all.txt", ""));
                oneByOne.Add(Wall(folder, "some.txt", "--set Chunks:MaxNumbers=1"));
            }
            return new(Rate(numbers, chunked), Rate(numbers / Share, oneByOne));

            double Rate(int count, List<double> seconds) => (count - 1) / (Median.Of(seconds) - Median.Of(start));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static double Wall(string folder, string file, string options)
    {
        var tree = ProcessTree.Measure(
            folder, $"'{BuiltProgram.Path}' run {file} --data data --processes 2 --workers 1 {options}");
        Directory.Delete(Path.Combine(folder, "data"), recursive: true);
        return tree.WallSeconds;
    }
}

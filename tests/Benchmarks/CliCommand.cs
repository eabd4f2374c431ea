using System.Diagnostics;
using System.Globalization;
using BatchRunner.Runner.Bench;

namespace BatchRunner.Benchmarks;

/// <summary>
/// Whole processes: our <c>factor</c> against Debian's, with start, reading and printing, by CPU time; and what a second
/// worker brings, by the clock on the wall.
/// </summary>
static class CliCommand
{
    const int Seed = 20261122;

    /// <summary>A rival that takes longer than this is measured once.</summary>
    static readonly TimeSpan LongRun = TimeSpan.FromSeconds(10);

    static readonly (string Name, string Value)[] WithoutAvx512 = [("DOTNET_EnableAVX512", "0")];
    static readonly (string Name, string Value)[] WithoutAvx2 = [("DOTNET_EnableAVX2", "0")];

    public static int Run(string[] arguments)
    {
        var runs = Option(arguments, "--runs", 5);
        Console.WriteLine($"{MachineName.Cpu}, {Environment.ProcessorCount} cores, median of {runs} runs, "
            + "CPU time of whole processes");
        Console.WriteLine($"{"",-28}{"ours",10}{"us each",10}{"no avx512",10}{"no avx2",10}{"factor",10}{"times",8}");
        var figures = Measure(
            Option(arguments, "--numbers", 1_000_000), Option(arguments, "--semiprimes", 100_000), runs, Print);
        foreach (var jobs in figures.Jobs)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{jobs.Numbers} 64-bit semiprimes on the wall: -j 1 {jobs.One:F3} s, -j 2 {jobs.Two:F3} s, "
                + $"{jobs.Times:F2} times"));
        }
        return 0;
    }

    public static CliFigures Measure(int numbers, int semiprimes, int runs, Action<ProcessRow> told)
    {
        var folder = Directory.CreateTempSubdirectory("batchrunner-cli-").FullName;
        try
        {
            var random = new Random(Seed);
            (string, ulong[])[] files =
            [
                ("start: one number", [6]),
                ("uniform 32-bit", Numbers(numbers, () => (ulong)random.NextInt64(1L << 32))),
                ("uniform 64-bit", Numbers(numbers, () => Word(random))),
                ("64-bit semiprimes", Semiprimes.Balanced(64, semiprimes, Seed)),
            ];
            List<ProcessRow> rows = [];
            foreach (var (what, list) in files)
            {
                rows.Add(Compare(Path.Combine(folder, "numbers.txt"), what, list, runs));
                told(rows[^1]);
            }
            return new(
                rows, [.. ((int[])[1, 10]).Select(m => Scale(Path.Combine(folder, "numbers.txt"), semiprimes * m, runs))]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void Print(ProcessRow row) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{row.What,-28}{row.Ours,9:F3}s{row.Ours / row.Numbers * 1e6,10:F3}{row.WithoutAvx512,9:F3}s{row.WithoutAvx2,9:F3}s")
        + (row.Theirs is { } theirs
            ? string.Create(CultureInfo.InvariantCulture, $"{theirs,9:F3}s{row.Times,8:F1}")
            : "  factor is not installed"));

    static ProcessRow Compare(string file, string what, ulong[] numbers, int runs)
    {
        Write(file, numbers);
        List<double> ours = [], without512 = [], without2 = [], theirs = [];
        for (var run = 0; run < runs; run++)
        {
            ours.Add(Cpu($"'{BuiltProgram.Path}' factor -j 1 < '{file}'"));
            without512.Add(Cpu($"'{BuiltProgram.Path}' factor -j 1 < '{file}'", WithoutAvx512));
            without2.Add(Cpu($"'{BuiltProgram.Path}' factor -j 1 < '{file}'", WithoutAvx2));
            if (Tool.IsInstalled("factor") && (theirs.Count == 0 || theirs[0] < LongRun.TotalSeconds))
                theirs.Add(Cpu($"factor < '{file}'"));
        }
        return new(what, numbers.Length, Median.Of(ours), Median.Of(without512), Median.Of(without2),
            theirs.Count > 0 ? Median.Of(theirs) : null);
    }

    static JobsRow Scale(string file, int numbers, int runs)
    {
        Write(file, Semiprimes.Balanced(64, numbers, Seed));
        List<double> one = [], two = [];
        for (var run = 0; run < runs; run++)
        {
            one.Add(Wall(1));
            two.Add(Wall(2));
        }
        return new(numbers, Median.Of(one), Median.Of(two));

        double Wall(int jobs)
        {
            var started = Stopwatch.GetTimestamp();
            Shell($"'{BuiltProgram.Path}' factor -j {jobs} < '{file}'", []);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }

    static void Write(string file, ulong[] numbers) =>
        File.WriteAllLines(file, numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));

    static double Cpu(string line, params (string Name, string Value)[] environment) =>
        CpuClock.OfChildren(() => Shell(line, environment)).TotalSeconds;

    /// <summary>Files are opened by a shell, so that no CPU time of ours goes into feeding and reading.</summary>
    static void Shell(string line, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", line + " > /dev/null"]);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"'{line}' answered {process.ExitCode}.");
    }

    static ulong[] Numbers(int count, Func<ulong> next) => [.. Enumerable.Range(0, count).Select(_ => next())];

    static ulong Word(Random random) => ((ulong)random.NextInt64(1L << 32) << 32) | (ulong)random.NextInt64(1L << 32);

    static int Option(ReadOnlySpan<string> arguments, string name, int value)
    {
        var at = arguments.IndexOf(name);
        return at >= 0 && at + 1 < arguments.Length
            ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture)
            : value;
    }
}

using System.Diagnostics;
using System.Globalization;

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

    static readonly string Program = Path.Combine(Root(), "artifacts", "bin", "Runner", "release", "BatchRunner.Runner");

    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (!File.Exists(Program))
        {
            Console.Error.WriteLine("Build it first: dotnet build -c Release src/Runner");
            return 2;
        }
        var numbers = Option(arguments, "--numbers", 1_000_000);
        var semiprimes = Option(arguments, "--semiprimes", 100_000);
        var runs = Option(arguments, "--runs", 5);
        var folder = Directory.CreateTempSubdirectory("batchrunner-cli-").FullName;
        try
        {
            Console.WriteLine($"{MachineName.Cpu}, {Environment.ProcessorCount} cores, median of {runs} runs, "
                + "CPU time of whole processes");
            Console.WriteLine($"{"",-28}{"ours",10}{"us each",10}{"factor",10}{"times",8}");
            var random = new Random(Seed);
            Start(folder, runs);
            Compare(folder, "uniform 32-bit", Numbers(numbers, () => (ulong)random.NextInt64(1L << 32)), runs);
            Compare(folder, "uniform 64-bit", Numbers(numbers, () => Word(random)), runs);
            var hard = Compare(folder, "64-bit semiprimes", Semiprimes.Balanced(64, semiprimes, Seed), runs);
            Scale(hard, runs);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void Start(string folder, int runs) => Compare(folder, "start: one number", [6], runs);

    /// <returns>The file with the numbers.</returns>
    static string Compare(string folder, string what, ulong[] numbers, int runs)
    {
        var file = Path.Combine(folder, what.Replace(' ', '-').Replace(':', '-'));
        File.WriteAllLines(file, numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));

        var ours = Median(runs, () => Shell($"'{Program}' factor -j 1 < {file}"));
        Console.Write($"{what,-28}{ours.TotalSeconds,9:F3}s{ours.TotalMicroseconds / numbers.Length,10:F3}");
        if (!IsInstalled())
        {
            Console.WriteLine("  factor is not installed");
            return file;
        }
        var once = CpuClock.OfChildren(() => Shell($"factor < {file}"));
        var theirs = once > LongRun ? once : Median(runs, () => Shell($"factor < {file}"));
        Console.WriteLine($"{theirs.TotalSeconds,9:F3}s{theirs / ours,8:F1}");
        return file;
    }

    static void Scale(string file, int runs)
    {
        var one = Wall(runs, 1);
        var two = Wall(runs, 2);
        Console.WriteLine($"64-bit semiprimes on the wall: -j 1 {one.TotalSeconds:F3} s, "
            + $"-j 2 {two.TotalSeconds:F3} s, {one / two:F2} times");

        TimeSpan Wall(int count, int jobs)
        {
            var times = Enumerable.Range(0, count).Select(_ =>
            {
                var started = Stopwatch.GetTimestamp();
                Shell($"'{Program}' factor -j {jobs} < {file}");
                return Stopwatch.GetElapsedTime(started);
            });
            return times.Order().ElementAt(count / 2);
        }
    }

    static TimeSpan Median(int runs, Action action) =>
        Enumerable.Range(0, runs).Select(_ => CpuClock.OfChildren(action)).Order().ElementAt(runs / 2);

    /// <summary>Files are opened by a shell, so that no CPU time of ours goes into feeding and reading.</summary>
    static void Shell(string line)
    {
        using var process = Process.Start("/bin/sh", ["-c", line + " > /dev/null"]);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"'{line}' answered {process.ExitCode}.");
    }

    static bool IsInstalled() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "factor")));

    static ulong[] Numbers(int count, Func<ulong> next) => [.. Enumerable.Range(0, count).Select(_ => next())];

    static ulong Word(Random random) => ((ulong)random.NextInt64(1L << 32) << 32) | (ulong)random.NextInt64(1L << 32);

    static int Option(ReadOnlySpan<string> arguments, string name, int value)
    {
        var at = arguments.IndexOf(name);
        return at >= 0 && at + 1 < arguments.Length
            ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture)
            : value;
    }

    static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "BatchRunner.sln"))) return folder;

        throw new InvalidOperationException($"No BatchRunner.sln above {AppContext.BaseDirectory}.");
    }
}

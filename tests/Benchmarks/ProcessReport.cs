using System.Globalization;

namespace BatchRunner.Benchmarks;

/// <summary>Whole processes against Debian's <c>factor</c>, and what a second worker brings.</summary>
static class ProcessReport
{
    public static string Measure(bool quick, Reasons reasons)
    {
        var (numbers, semiprimes, runs) = quick ? (100_000, 10_000, 3) : (1_000_000, 100_000, 5);
        var figures = CliCommand.Measure(numbers, semiprimes, runs, row => Console.WriteLine($"  {row.What}"));
        List<string> text =
        [
            "CPU seconds of whole processes, `batchrunner factor -j 1` and Debian's `factor` on the same file: start, reading",
            $"and printing; median of {runs}. Without AVX-512 and without AVX2 as the runtime's own switches have it",
            "(`DOTNET_EnableAVX512=0`, `DOTNET_EnableAVX2=0`).",
            "",
            "| file | numbers | ours | without AVX-512 | without AVX2 | `factor` | times |",
            "|---|---:|---:|---:|---:|---:|---:|",
            .. figures.Rows.Select(row => string.Create(CultureInfo.InvariantCulture,
                $"| {row.What} | {row.Numbers:N0} | {row.Ours:F3} | {row.WithoutAvx512:F3} | {row.WithoutAvx2:F3} | ")
                + (row.Theirs is { } theirs
                    ? string.Create(CultureInfo.InvariantCulture, $"{theirs:F3} | {row.Times:F1} |")
                    : "not installed | |")),
            "",
            "64-bit semiprimes on the wall. Start and compiling take a tenth of a second, with any number of workers.",
            "",
            "| numbers | `-j 1` | `-j 2` | times |",
            "|---:|---:|---:|---:|",
            .. figures.Jobs.Select(row => string.Create(CultureInfo.InvariantCulture,
                $"| {row.Numbers:N0} | {row.One:F3} | {row.Two:F3} | {row.Times:F2} |")),
            "",
            reasons.Table(Targets(figures)),
        ];
        return string.Join('\n', text);
    }

    static IEnumerable<Target> Targets(CliFigures figures)
    {
        (string What, string Key, double Limit)[] promises =
        [
            ("uniform 32-bit", "process.32", 2.5),
            ("uniform 64-bit", "process.64", 7),
            ("64-bit semiprimes", "process.semiprimes", 30),
        ];
        foreach (var (what, key, limit) in promises)
        {
            if (figures.Rows.Single(row => row.What == what).Times is { } times)
                yield return new(key, $"{what}, whole processes against `factor`", times, limit, AtMost: false, "times");
        }
        var jobs = figures.Jobs[^1];
        yield return new(
            "jobs", $"`-j 2` against `-j 1`, {Thousands(jobs.Numbers)} 64-bit semiprimes", jobs.Times, 1.9, AtMost: false,
            "times");
    }

    static string Thousands(int numbers) => numbers.ToString("N0", CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Numerics;

namespace BatchRunner.Benchmarks;

/// <summary>
/// Another program or library that factors numbers above 64 bits: how long it takes for a set of them, why it cannot
/// run here, and from which size on it would take too long to wait for.
/// </summary>
sealed record WideRival(string Name, string? Missing, int MostBits, Func<BigInteger[], TimeSpan> Time)
{
    public static IReadOnlyList<WideRival> All() =>
    [
        new("FLINT", FlintInteger.Missing, 140, FlintInteger.Time),
        Program("gp -q", "gp", ["-q"], 170, n => $"print(factor({n}))\n"),
        Program("factor", "factor", [], 80, n => $"{n}\n"),
    ];

    static WideRival Program(string name, string file, string[] arguments, int mostBits, Func<BigInteger, string> line)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var missing = folders.Any(folder => File.Exists(Path.Combine(folder, file))) ? null : "not installed";
        return new(name, missing, mostBits, numbers =>
        {
            var text = string.Concat(numbers.Select(line));
            var empty = CpuClock.OfChildren(() => Feed(file, arguments, ""));
            return CpuClock.OfChildren(() => Feed(file, arguments, text)) - empty;
        });
    }

    static void Feed(string file, string[] arguments, string text)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException($"{file} does not start.");
        var reading = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        process.StandardInput.Write(text);
        process.StandardInput.Close();
        reading.GetAwaiter().GetResult();
        process.WaitForExit();
    }
}

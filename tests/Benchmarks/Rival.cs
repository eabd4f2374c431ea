using System.Diagnostics;

namespace BatchRunner.Benchmarks;

/// <summary>
/// Another program or library that factors, how long it takes for a set of numbers, and why it cannot run here, if so.
/// </summary>
sealed record Rival(string Name, string? Missing, Func<ulong[], TimeSpan> Time)
{
    public static IReadOnlyList<Rival> All() =>
    [
        new("FLINT", Flint.Missing, Flint.Time),
        Program("factor", "factor", [], numbers => string.Join('\n', numbers) + "\n"),
        Program("gp -q", "gp", ["-q"], numbers => string.Join('\n', numbers.Select(n => $"print(factor({n}))")) + "\n"),
    ];

    static Rival Program(string name, string file, string[] arguments, Func<ulong[], string> script)
    {
        var missing = IsInstalled(file) ? null : "not installed";
        return new(name, missing, numbers =>
        {
            var text = script(numbers);
            var empty = CpuClock.OfChildren(() => Feed(file, arguments, ""));
            return CpuClock.OfChildren(() => Feed(file, arguments, text)) - empty;
        });
    }

    static bool IsInstalled(string file) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, file)));

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

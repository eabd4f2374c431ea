using System.Diagnostics;

namespace BatchRunner.Benchmarks;

/// <summary>A program of somebody else's that reads numbers from its input.</summary>
static class Tool
{
    public static string? Missing(string file) => IsInstalled(file) ? null : "not installed";

    public static bool IsInstalled(string file) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, file)));

    /// <summary>The first line of what a program tells of itself; empty when it is not installed.</summary>
    public static string Version(string file, string option)
    {
        if (!IsInstalled(file)) return "";
        using var process = Process.Start(new ProcessStartInfo(file, [option]) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text.Split('\n')[0];
    }

    /// <summary>CPU time it takes for the text, less what an empty one costs: its start.</summary>
    public static TimeSpan Time(string file, string[] arguments, string text)
    {
        var empty = CpuClock.OfChildren(() => Feed(file, arguments, ""));
        return CpuClock.OfChildren(() => Feed(file, arguments, text)) - empty;
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

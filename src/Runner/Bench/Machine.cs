using System.Runtime.InteropServices;
using BatchRunner.Factoring;

namespace BatchRunner.Runner.Bench;

/// <summary>The machine as figures have to name it.</summary>
/// <param name="Processor">Its model as the system tells it.</param>
/// <param name="Cores">What the runtime may use.</param>
/// <param name="Instructions">The factoring path in use.</param>
/// <param name="Runtime">Such as <c>.NET 10.0.1</c>.</param>
/// <param name="System">The operating system.</param>
sealed record Machine(string Processor, int Cores, string Instructions, string Runtime, string System)
{
    internal static Machine This { get; } = new(
        ProcessorName(), Environment.ProcessorCount, FactoringPaths.Name(FactoringPaths.Current),
        RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription);

    internal string Sentence => $"{Processor}, {Cores} cores, {Instructions}, {Runtime}, {System}";

    static string ProcessorName() => File.Exists("/proc/cpuinfo")
        ? string.Join(", ", File.ReadLines("/proc/cpuinfo")
            .Where(line => line.StartsWith("model name", StringComparison.Ordinal)
                || line.StartsWith("cpu family", StringComparison.Ordinal))
            .Take(2)
            .Reverse()
            .Select(line => line.Split(':') is [var key, var value]
                ? key.StartsWith("cpu family", StringComparison.Ordinal) ? $"family{value}" : value.Trim()
                : line))
        : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
}

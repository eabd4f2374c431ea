namespace BatchRunner.Benchmarks;

/// <summary>The processor, as figures have to name it.</summary>
static class MachineName
{
    public static string Cpu => File.Exists("/proc/cpuinfo")
        ? string.Join(' ', File.ReadLines("/proc/cpuinfo")
            .Where(line => line.StartsWith("model name", StringComparison.Ordinal)
                || line.StartsWith("cpu family", StringComparison.Ordinal))
            .Take(2)
            .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..])
            .Reverse())
        : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown processor";
}

using System.Globalization;

namespace BatchRunner.Benchmarks;

/// <summary>CPU time of a PostgreSQL server with all its processes, those that have ended included; Linux.</summary>
static class ServerCpu
{
    /// <summary>The kernel counts in hundredths of a second.</summary>
    const double TicksPerSecond = 100;

    public static double Seconds(int serverId)
    {
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id) || Fields(folder) is not { } fields) continue;

            // Behind the name: state, parent, ... user and system time at 11 and 12, those of ended children next.
            if (id == serverId) ticks += fields[11..15].Sum(f => long.Parse(f, CultureInfo.InvariantCulture));
            else if (fields[1] == serverId.ToString(CultureInfo.InvariantCulture))
                ticks += fields[11..13].Sum(f => long.Parse(f, CultureInfo.InvariantCulture));
        }
        return ticks / TicksPerSecond;
    }

    static string[]? Fields(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}

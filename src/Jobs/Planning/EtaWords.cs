using System.Globalization;

namespace BatchRunner.Jobs.Planning;

/// <summary>
/// A band in words, as coarse as it deserves: one unit, two figures at most, and the ends of the band only when they
/// differ from the middle. Never "0 s": something is still running.
/// </summary>
static class EtaWords
{
    static readonly (string Name, double Seconds)[] Units =
        [("s", 1), ("min", 60), ("h", 3600), ("days", 86_400), ("years", 365.25 * 86_400)];

    internal static string Of(EtaBand band)
    {
        if (band.High.TotalSeconds < 5) return "a few seconds";

        var (name, seconds) = Unit(Math.Max(band.Middle.TotalSeconds, 1));
        var low = Figure(band.Low, seconds);
        var middle = Figure(Max(band.Middle, TimeSpan.FromSeconds(1)), seconds);
        var high = Figure(band.High, seconds);
        if (low == high) return $"about {middle} {name}";

        // "3 min (2 to 5)" reads well, "3 min (0 to 5)" does not.
        return low == "0"
            ? $"about {middle} {name} (up to {high})"
            : $"about {middle} {name} ({low} to {high})";
    }

    // The unit in which the middle has a figure before the point that matters: 100 s, but 3 min and 40 h.
    static (string Name, double Seconds) Unit(double seconds)
    {
        var unit = Units[0];
        foreach (var larger in Units[1..])
            if (seconds >= 2 * larger.Seconds) unit = larger;
        return unit;
    }

    static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    static string Figure(TimeSpan span, double unit)
    {
        var value = span.TotalSeconds / unit;
        var rounded = value switch
        {
            < 10 when unit > 1 => Math.Round(value * 2) / 2,
            < 20 => Math.Round(value),
            _ => Math.Round(value / 5) * 5,
        };
        return rounded.ToString("#,0.#", CultureInfo.InvariantCulture);
    }
}

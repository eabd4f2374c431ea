using System.Globalization;

namespace BatchRunner.Runner.Commands;

/// <summary>A span of time as people write it: <c>90m</c>, <c>12h</c>, <c>30d</c>, <c>4w</c>.</summary>
static class Age
{
    /// <summary>A hundred years: more is a slip of the finger, and too much for a date.</summary>
    const double MostDays = 36_500;

    public static TimeSpan? Parse(string text)
    {
        double? days = text is [.. var digits, var unit]
            && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            ? unit switch
            {
                'm' => count / (24 * 60),
                'h' => count / 24,
                'd' => count,
                'w' => count * 7,
                _ => null,
            }
            : null;
        return days is >= 0 and <= MostDays ? TimeSpan.FromDays(days.Value) : null;
    }
}

using System.Globalization;

namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>Measured times and how they spread.</summary>
sealed class Delays
{
    static readonly double[] Bounds = [0.1, 0.2, 0.3, 0.5, 1, 2, 5, double.PositiveInfinity];

    readonly List<double> _seconds = [];

    public int Count => _seconds.Count;

    public double Worst => _seconds.DefaultIfEmpty(0).Max();

    public void Add(TimeSpan delay) => _seconds.Add(delay.TotalSeconds);

    public override string ToString()
    {
        if (_seconds.Count == 0) return "none measured";

        var sorted = _seconds.Order().ToList();
        var from = 0.0;
        List<string> bins = [];
        foreach (var bound in Bounds)
        {
            var count = sorted.Count(s => s >= from && s < bound);
            if (count > 0) bins.Add(Invariant($"{from}-{bound} s: {count}"));
            from = bound;
        }
        return Invariant(
            $"{sorted.Count} measured: least {sorted[0]:F3} s, median {At(0.5):F3} s, 90 % {At(0.9):F3} s, most {sorted[^1]:F3} s")
            + $" ({string.Join(", ", bins)})";

        double At(double share) => sorted[(int)(share * (sorted.Count - 1))];
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Numbers a second over a time, as a picture with a scale.</summary>
public sealed partial class RateChart
{
    const int Height = 60;

    static readonly double[] Steps = [1, 2, 5, 10];

    /// <summary>The line keeps clear of the edges, or half of its stroke would be cut off.</summary>
    const double Margin = 1;

    /// <summary>Numbers a second, oldest first.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<double> Points { get; set; }

    /// <summary>What the picture is of, for those who hear it.</summary>
    [Parameter, EditorRequired] public required string Label { get; set; }

    /// <summary>The moment of the first point, in words.</summary>
    [Parameter, EditorRequired] public required string From { get; set; }

    /// <summary>The moment of the last point, in words.</summary>
    [Parameter, EditorRequired] public required string To { get; set; }

    int Last => Math.Max(1, Points.Count - 1);

    double Peak => Points.DefaultIfEmpty(0).Max();

    /// <summary>The next of 1, 2 and 5 times a power of ten: a scale that does not move with every point.</summary>
    double Top
    {
        get
        {
            if (Peak <= 0) return 1;

            var power = Math.Pow(10, Math.Floor(Math.Log10(Peak)));
            return Steps.Select(step => step * power).First(step => step >= Peak * 0.999);
        }
    }

    string Grid => $"M0 {Margin}H{Last}M0 {Height / 2}H{Last}M0 {Height - Margin}H{Last}";

    string Line
    {
        get
        {
            var path = new StringBuilder();
            for (var i = 0; i < Points.Count; i++)
            {
                path.Append(CultureInfo.InvariantCulture,
                    $"{(i == 0 ? 'M' : 'L')}{i} {Height - Margin - (Height - 2 * Margin) * Points[i] / Top:0.##}");
            }
            return path.ToString();
        }
    }

    string Area => Points.Count == 0 ? "" : $"{Line}L{Last} {Height}L0 {Height}Z";
}

using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Throughput over the last minutes as a small picture.</summary>
public sealed partial class Sparkline
{
    const int Height = 40;

    /// <summary>The line keeps clear of the edges, or half of its stroke would be cut off.</summary>
    const double Margin = 1.5;

    [Parameter, EditorRequired] public required ThroughputView Throughput { get; set; }

    int Last => Math.Max(1, Throughput.Points.Count - 1);

    double Peak => Throughput.Points.DefaultIfEmpty(0).Max();

    string Span => Wording.Span(TimeSpan.FromSeconds(Throughput.Points.Count * Throughput.SecondsPerPoint));

    string Label =>
        $"Numbers a second over the last {Span}: {Wording.Rate(Throughput.Now)} now, {Wording.Rate(Peak)} at the peak";

    string Line
    {
        get
        {
            var path = new StringBuilder();
            for (var i = 0; i < Throughput.Points.Count; i++)
            {
                var height = Peak <= 0 ? 0 : Throughput.Points[i] / Peak;
                path.Append(CultureInfo.InvariantCulture,
                    $"{(i == 0 ? 'M' : 'L')}{i} {Height - Margin - (Height - 2 * Margin) * height:0.##}");
            }
            return path.ToString();
        }
    }

    string Area => $"{Line}L{Last} {Height}L0 {Height}Z";
}

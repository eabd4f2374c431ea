using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>How fast the service gets on, and what waits.</summary>
public sealed partial class OverviewFigures
{
    [Parameter, EditorRequired] public required OverviewView View { get; set; }

    string Span => Wording.Span(TimeSpan.FromSeconds(View.Throughput.Points.Count * View.Throughput.SecondsPerPoint));

    string Label =>
        $"Numbers a second over the last {Span}: {Wording.Rate(View.Throughput.Now)} now, "
        + $"{Wording.Rate(View.Throughput.Points.DefaultIfEmpty(0).Max())} at the peak";
}

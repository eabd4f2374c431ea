using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Where the time of a batch went.</summary>
public sealed partial class SlowestTable
{
    [Parameter, EditorRequired] public required IReadOnlyList<ResultView> Results { get; set; }
}

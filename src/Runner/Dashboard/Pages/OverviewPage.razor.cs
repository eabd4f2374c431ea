using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Throughput, what is in work, and all batches.</summary>
public sealed partial class OverviewPage
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required OverviewView View { get; set; }
}

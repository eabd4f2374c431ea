using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Results, one a row.</summary>
public sealed partial class ResultTable
{
    [Parameter, EditorRequired] public required IReadOnlyList<ResultView> Results { get; set; }
    [Parameter, EditorRequired] public required string Caption { get; set; }
}

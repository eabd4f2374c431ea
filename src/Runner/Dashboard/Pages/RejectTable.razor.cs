using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Lines that are no acceptable numbers, with what is wrong with each.</summary>
public sealed partial class RejectTable
{
    [Parameter, EditorRequired] public required IReadOnlyList<RejectView> Rejects { get; set; }
    [Parameter, EditorRequired] public required string Caption { get; set; }
}

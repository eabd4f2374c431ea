using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The field that proves a form to be ours.</summary>
public sealed partial class FormToken
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
}

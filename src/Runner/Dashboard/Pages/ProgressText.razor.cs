using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>How far a batch is, in words.</summary>
public sealed partial class ProgressText
{
    [Parameter, EditorRequired] public required BatchView Batch { get; set; }
}

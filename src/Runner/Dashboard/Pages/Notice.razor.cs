using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>What the reader's last action did.</summary>
public sealed partial class Notice
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
}

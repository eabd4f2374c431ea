using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The state of a batch as a word, with a colour to find it by.</summary>
public sealed partial class StateChip
{
    [Parameter, EditorRequired] public required BatchView Batch { get; set; }
}

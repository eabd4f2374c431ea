using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>What stands in place of a page that cannot be shown.</summary>
public sealed partial class MessagePage
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required string Title { get; set; }
    [Parameter, EditorRequired] public required string Message { get; set; }
}

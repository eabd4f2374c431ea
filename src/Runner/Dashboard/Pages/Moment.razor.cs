using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>A moment as its age, with the exact time behind it.</summary>
public sealed partial class Moment
{
    [Parameter, EditorRequired] public DateTimeOffset At { get; set; }
    [Parameter, EditorRequired] public DateTimeOffset Now { get; set; }
}

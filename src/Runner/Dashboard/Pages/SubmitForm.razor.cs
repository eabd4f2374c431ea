using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Takes a number file: a plain form, on which files can be dropped where scripts run.</summary>
public sealed partial class SubmitForm
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
}

using BatchRunner.Storage;
using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// What can be done to a batch now. What cannot be taken back asks first, by unfolding, so that it needs no script.
/// </summary>
public sealed partial class BatchActions
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required BatchView Batch { get; set; }

    bool IsWorked => Batch.State is BatchState.Loading or BatchState.Open;

    string Action(string name) => Frame.Link($"/batches/{Batch.Id}/{name}");
}

using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The rejected lines of a batch, a page at a time by key.</summary>
public sealed partial class RejectsPage
{
    internal const int Rows = 100;

    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required BatchView Batch { get; set; }
    [Parameter, EditorRequired] public required RejectPageView Page { get; set; }
    [Parameter, EditorRequired] public bool IsFirst { get; set; }

    string Path => Frame.Link($"/batches/{Batch.Id}/rejects");
}

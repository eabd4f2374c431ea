using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The rows of a batch in line order, a page at a time by key.</summary>
public sealed partial class ResultsPage
{
    internal const int Rows = 100;

    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required BatchView Batch { get; set; }
    [Parameter, EditorRequired] public required ResultPageView Page { get; set; }

    /// <summary>The line this page comes after.</summary>
    [Parameter, EditorRequired] public long After { get; set; }

    string Path => Frame.Link($"/batches/{Batch.Id}/results");

    long FirstLine => Page.Results.Count > 0 ? Page.Results[0].Line : After + 1;

    // A line has at most one row: going back this many lines never leaves a row out, at worst it shows some again.
    long Earlier => Math.Max(0, FirstLine - 1 - Rows);
}

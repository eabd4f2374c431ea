using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Batches, one a row.</summary>
public sealed partial class BatchTable
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required IReadOnlyList<BatchView> Batches { get; set; }
    [Parameter, EditorRequired] public required string Caption { get; set; }

    // A column of zeros hides the one figure in it that matters.
    static string Figure(long count) => count == 0 ? "\u2013" : Wording.Count(count);
}

using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>What is known of a batch's file, and the files there are of it.</summary>
public sealed partial class BatchFacts
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required BatchDetailView View { get; set; }

    BatchView Batch => View.Batch;
}

using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>One batch: how far it is, what is in hand, what went wrong, what can be done.</summary>
public sealed partial class BatchPage
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required BatchDetailView View { get; set; }

    BatchView Batch => View.Batch;

    static string Worker(WorkView work) => work.Worker is { } worker ? $", worker {worker}" : "";

    string RateLabel =>
        $"Numbers a second since the start of the batch, {Wording.Rate(View.Drawing.Points.Max())} at the peak";

    string RejectCaption => Batch.Rejects > View.FirstRejects.Count
        ? $"The first {View.FirstRejects.Count} of {Wording.Count(Batch.Rejects)}"
        : Wording.Counted(Batch.Rejects, "line is", "lines are") + " no acceptable number";
}

using BatchRunner.Storage;
using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>What is known of a batch's file, and the files there are of it.</summary>
public sealed partial class BatchFacts
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required BatchDetailView View { get; set; }

    BatchView Batch => View.Batch;

    string TextRead =>
        Batch.State == BatchState.Loading ? $", {Wording.Bytes(Batch.LoadedBytes)} of text read" : "";

    string EffortLeft => Batch is { IsLive: true, EffortLeftSeconds: > 0 }
        ? $", about {Wording.CpuTime(Batch.EffortLeftSeconds)} predicted to be left"
        : "";

    string After(DateTimeOffset finished) =>
        Batch.StartedAt is { } started ? $", after {Wording.Span(finished - started)}" : "";

    string Address(BatchFileView file) =>
        Frame.Link($"/batches/{Batch.Id}/files/{file.Folder}/{Uri.EscapeDataString(file.Name)}");
}

using BatchRunner.Storage;
using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>What went wrong in all batches, by cause.</summary>
public sealed partial class FailuresPage
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required FailuresView View { get; set; }

    static (long Count, string Path)[] Counts(TroubledBatch batch) =>
    [
        (batch.Unfactored, "results?status=unfactored"),
        (batch.Quarantined, "results?status=quarantined"),
        (batch.Rejects, "rejects"),
    ];
}

using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>What happened to a batch: attempts, rescues and splits, and what people did.</summary>
public sealed partial class HistoryTable
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required BatchDrawingView Drawing { get; set; }
    [Parameter, EditorRequired] public required IReadOnlyList<EventView> Events { get; set; }

    static string Lines(EventView told) => told switch
    {
        { FromLine: { } from, ToLine: { } to } when to - from == 1 => Wording.Count(from),
        { FromLine: { } from, ToLine: { } to } => $"{Wording.Count(from)} to {Wording.Count(to - 1)}",
        _ => "",
    };
}

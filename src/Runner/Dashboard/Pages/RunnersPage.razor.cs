using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The processes that take part, and what became of those that did.</summary>
public sealed partial class RunnersPage
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required RunnersView View { get; set; }

    static string Wanted(RunnerView runner) =>
        runner.WantedWorkers is { } wanted && wanted != runner.Workers ? $", {wanted} asked for" : "";

    static string Rescued(WorkView work) =>
        work.Rescues > 0 ? $", rescued {Wording.Counted(work.Rescues, "time", "times")}" : "";
}

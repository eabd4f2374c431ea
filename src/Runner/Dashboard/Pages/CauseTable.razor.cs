using BatchRunner.Storage;
using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>What went wrong for one and the same cause, one cause a row.</summary>
public sealed partial class CauseTable
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required string Id { get; set; }
    [Parameter, EditorRequired] public required string Heading { get; set; }
    [Parameter, EditorRequired] public required string Caption { get; set; }
    [Parameter, EditorRequired] public required IReadOnlyList<FailureGroup> Groups { get; set; }

    /// <summary>The page of a batch that shows more.</summary>
    [Parameter] public string BatchPath { get; set; } = "";

    /// <summary>Nobody notes when a line was rejected.</summary>
    bool HasMoments => Groups.Any(group => group.LastAt is not null);
}

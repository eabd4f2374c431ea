using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The same rows in each of the formats they can be had in.</summary>
public sealed partial class Downloads
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }

    /// <summary>Of the download, under the root of the dashboard.</summary>
    [Parameter, EditorRequired] public required string Path { get; set; }

    [Parameter, EditorRequired] public required string What { get; set; }
}

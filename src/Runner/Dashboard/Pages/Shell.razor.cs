using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>What every page stands in.</summary>
public sealed partial class Shell
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required string Title { get; set; }

    /// <summary>The entry of the navigation the page belongs to.</summary>
    [Parameter] public string Section { get; set; } = "batches";

    /// <summary>How often the page renews itself; null for one on which nothing moves.</summary>
    [Parameter] public TimeSpan? Refresh { get; set; }

    [Parameter] public RenderFragment? ChildContent { get; set; }

    string? RefreshMillis => Refresh?.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    string? Current(string section) => section == Section ? "page" : null;
}

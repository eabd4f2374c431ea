using BatchRunner.Runner.Settings;
using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Every setting with where it came from.</summary>
public sealed partial class SettingsPage
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required IReadOnlyList<EffectiveSetting> Settings { get; set; }
}

using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Asks for the access token.</summary>
public sealed partial class SignInPage
{
    [Parameter, EditorRequired] public required Frame Frame { get; set; }

    /// <summary>Where the reader was going.</summary>
    [Parameter] public string Next { get; set; } = "/";

    /// <summary>The token just presented was another one.</summary>
    [Parameter] public bool IsWrong { get; set; }
}

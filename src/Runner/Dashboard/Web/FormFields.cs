namespace BatchRunner.Runner.Dashboard;

/// <summary>Names that forms, scripts and their readers agree on.</summary>
static class FormFields
{
    /// <summary>Proves a form to be ours. It stands first in every form.</summary>
    internal const string Token = "token";

    /// <summary>The same as a header.</summary>
    internal const string TokenHeader = "X-Form-Token";

    internal const string Priority = "priority";
    internal const string File = "file";
}

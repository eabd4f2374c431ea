namespace BatchRunner.Runner.Dashboard;

/// <summary>What an action says it did. Only these words can be put on a page by an address.</summary>
static class ActionNotice
{
    internal const string Paused = "paused";
    internal const string Resumed = "resumed";
    internal const string Cancelled = "cancelled";
    internal const string Retried = "retried";
    internal const string Prioritized = "prioritized";
    internal const string Submitted = "submitted";
    internal const string Duplicate = "duplicate";
    internal const string Workers = "workers";
    internal const string Nothing = "nothing";

    internal static string? Text(string? did) => did switch
    {
        Paused => "Paused. Chunks in hand are let go at their next commit, within about a second.",
        Resumed => "Resumed.",
        Cancelled => "Cancelled. Rows already there are kept.",
        Retried => "Opened again: what went wrong is tried once more.",
        Prioritized => "The priority is set; it decides from the next claim on.",
        Submitted => "The file is in: this is its batch.",
        Duplicate => "The same bytes are this batch already and are not run again; 'submit --again' forces it.",
        Workers => "Asked for: the runners follow within a second.",
        Nothing => "Nothing was changed: the batch is no longer in a state for that.",
        _ => null,
    };
}

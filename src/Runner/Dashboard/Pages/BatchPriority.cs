namespace BatchRunner.Runner.Dashboard;

/// <summary>The priorities by the names people see; the ledger counts them from -1.</summary>
static class BatchPriority
{
    internal static readonly string[] Names = ["low", "normal", "high"];

    /// <summary>Null when it is none.</summary>
    internal static int? Parse(string? name) => Array.IndexOf(Names, name) is >= 0 and var index ? index - 1 : null;
}

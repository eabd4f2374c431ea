namespace BatchRunner.Runner.Commands;

/// <summary>The priorities as a person says them.</summary>
static class BatchPriority
{
    public static string[] Names => ["high", "normal", "low"];

    /// <summary>As the ledger keeps it: 1, 0 or -1.</summary>
    public static int Rank(string name) => 1 - Array.IndexOf(Names, name);
}

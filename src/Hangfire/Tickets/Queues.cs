namespace BatchRunner.Hangfire.Tickets;

/// <summary>
/// Hangfire's queues by priority. Named so that storages that follow the order of the array and storages that sort by
/// name agree.
/// </summary>
static class Queues
{
    internal const string High = "a-high";
    internal const string Normal = "b-normal";
    internal const string Low = "c-low";

    internal static readonly string[] All = [High, Normal, Low];

    /// <param name="priority">Of the batch: -1, 0 or 1.</param>
    internal static string Of(int priority) => priority switch
    {
        > 0 => High,
        0 => Normal,
        _ => Low,
    };
}

namespace BatchRunner.Storage;

/// <summary>What can stand in <c>history.event</c>.</summary>
public static class HistoryEvent
{
    /// <summary>An idle worker took the tail of a chunk in hand.</summary>
    public const string Split = "split";

    /// <summary>A dead or hanging runner's chunk is ready again.</summary>
    public const string Rescued = "rescued";

    /// <summary>An attempt ended in an error of ours; there will be another.</summary>
    public const string Error = "error";

    /// <summary>The attempts of a chunk are exhausted.</summary>
    public const string Failed = "failed";

    /// <summary>A number that crashed its workers got its row.</summary>
    public const string Quarantined = "quarantined";

    public const string Paused = "paused";
    public const string Resumed = "resumed";
    public const string Priority = "priority";
    public const string Cancelled = "cancelled";
    public const string Retried = "retried";
}

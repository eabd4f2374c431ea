namespace BatchRunner.Storage;

/// <summary>
/// The states of a batch, as they stand in <c>batches.state</c>. <i>Paused</i> is a flag beside the state.
/// </summary>
public static class BatchState
{
    /// <summary>The file is still being read; chunks already read are worked.</summary>
    public const string Loading = "loading";

    /// <summary>Everything is read; chunks are worked.</summary>
    public const string Open = "open";

    /// <summary>No chunk is open any more; the files beside the input are being written.</summary>
    public const string Exporting = "exporting";

    /// <summary>Every number is factored.</summary>
    public const string Completed = "completed";

    /// <summary>Finished, but some numbers are unfactored or quarantined, or a chunk failed.</summary>
    public const string CompletedWithFailures = "completed_with_failures";

    /// <summary>Stopped by a person; rows already there stay.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>True for the states in which nothing changes any more unless somebody retries.</summary>
    public static bool IsFinal(string state) => state is Completed or CompletedWithFailures or Cancelled;
}

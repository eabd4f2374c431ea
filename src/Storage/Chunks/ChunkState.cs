namespace BatchRunner.Storage;

/// <summary>The states of a chunk, as they stand in <c>chunks.state</c>.</summary>
public static class ChunkState
{
    public const string Ready = "ready";
    public const string Running = "running";
    public const string Completed = "completed";

    /// <summary>Attempts exhausted by errors of ours; waits for a person.</summary>
    public const string Failed = "failed";

    public const string Cancelled = "cancelled";
}

namespace BatchRunner.Hangfire.Tickets;

/// <summary>A ticket as it stands in Hangfire's tables.</summary>
/// <param name="JobId">Hangfire's name of it.</param>
/// <param name="State">Where it is, in a person's words.</param>
sealed record Ticket(string JobId, long BatchId, long ChunkId, string State)
{
    /// <summary>What it brought its worker to, when that is not the chunk it names.</summary>
    internal OtherChunk? BroughtTo { get; init; }

    /// <summary>The batch somebody works on because of it, or will.</summary>
    internal long ServedBatchId => BroughtTo?.BatchId ?? BatchId;

    internal long ServedChunkId => BroughtTo?.ChunkId ?? ChunkId;
}

using Hangfire.Common;

namespace BatchRunner.Hangfire.Tickets;

/// <summary>The chunk a ticket brought its worker to instead of the one it names, kept among the ticket's parameters.</summary>
sealed record OtherChunk(long BatchId, long ChunkId)
{
    internal const string Parameter = "BroughtTo";

    /// <param name="stored">The parameter's value, if there is one.</param>
    internal static OtherChunk? Read(string? stored) =>
        stored is null ? null : SerializationHelper.Deserialize<OtherChunk>(stored, SerializationOption.User);
}

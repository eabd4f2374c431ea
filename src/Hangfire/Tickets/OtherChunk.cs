using Hangfire.Common;

namespace BatchRunner.Hangfire.Tickets;

/// <summary>The chunk a ticket brought its worker to instead of the one it names, kept among the ticket's parameters.</summary>
sealed record OtherChunk(long BatchId, long ChunkId)
{
    internal const string Parameter = "BroughtTo";

    /// <returns>Null when the ticket was for the chunk it names.</returns>
    internal static OtherChunk? Read(IDictionary<string, string>? parameters) =>
        parameters is not null && parameters.TryGetValue(Parameter, out var stored)
            ? SerializationHelper.Deserialize<OtherChunk>(stored, SerializationOption.User)
            : null;
}

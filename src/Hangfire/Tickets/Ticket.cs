using Hangfire.Common;

namespace BatchRunner.Hangfire.Tickets;

/// <summary>A ticket as it stands in Hangfire's tables.</summary>
/// <param name="JobId">Hangfire's name of it.</param>
/// <param name="State">Hangfire's word for where it is.</param>
sealed record Ticket(string JobId, long BatchId, long ChunkId, string State)
{
    internal Job ToJob() => Job.FromExpression<IChunkTicket>(t => t.Work(BatchId, ChunkId));
}

using System.Globalization;
using Hangfire.Common;
using Hangfire.Storage;

namespace BatchRunner.Hangfire.Tickets;

/// <summary>Tickets found again in Hangfire's tables, whatever storage they are in.</summary>
static class TicketList
{
    /// <summary>More are never written ahead of the workers.</summary>
    const int MostQueued = 8_192;
    const int MostInHand = 2_048;

    internal static IEnumerable<Ticket> Queued(IMonitoringApi monitor) =>
        from queue in Queues.All
        from job in monitor.EnqueuedJobs(queue, 0, MostQueued)
        let ticket = Read(job.Key, job.Value?.Job, "queued")
        where ticket is not null
        select ticket;

    internal static IEnumerable<Ticket> InHand(IMonitoringApi monitor, IStorageConnection connection) =>
        from job in monitor.ProcessingJobs(0, MostInHand)
        let ticket = Read(job.Key, job.Value?.Job, "in hand")
        where ticket is not null
        select ticket with { BroughtTo = OtherChunk.Read(connection.GetJobParameter(ticket.JobId, OtherChunk.Parameter)) };

    /// <returns>Null for a job that is no ticket.</returns>
    internal static Ticket? Read(string jobId, Job? job, string state) =>
        job is { Args: [{ } batch, { } chunk] } && job.Type == typeof(IChunkTicket)
            ? new(jobId, Convert.ToInt64(batch, CultureInfo.InvariantCulture),
                Convert.ToInt64(chunk, CultureInfo.InvariantCulture), state)
            : null;
}

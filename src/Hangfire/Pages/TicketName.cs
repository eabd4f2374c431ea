using System.Globalization;
using BatchRunner.Hangfire.Tickets;
using BatchRunner.Storage;
using Hangfire.Common;

namespace BatchRunner.Hangfire.Pages;

/// <summary>What people call a ticket.</summary>
static class TicketName
{
    /// <returns>Such as <c>july.txt chunk 17 (1,204 numbers)</c>.</returns>
    internal static string Of(Job? job, Ledger ledger)
    {
        if (TicketList.Read("", job, "") is not { } ticket) return job?.ToString() ?? "a ticket that cannot be read";

        try
        {
            return NameAsync(ticket, ledger).GetAwaiter().GetResult();
        }
        catch (LedgerException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"batch {ticket.BatchId} chunk {ticket.ChunkId}");
        }
    }

    static async Task<string> NameAsync(Ticket ticket, Ledger ledger)
    {
        var batch = await ledger.Batches.FindAsync(ticket.BatchId, CancellationToken.None);
        var chunks = await ledger.Chunks.OfBatchAsync(ticket.BatchId, ticket.ChunkId - 1, 1, CancellationToken.None);
        var name = batch?.Name ?? string.Create(CultureInfo.InvariantCulture, $"batch {ticket.BatchId} (pruned)");
        return chunks is [var chunk] && chunk.Id == ticket.ChunkId
            ? string.Create(CultureInfo.InvariantCulture,
                $"{name} chunk {chunk.Id} ({chunk.Numbers:N0} {(chunk.Numbers == 1 ? "number" : "numbers")})")
            : string.Create(CultureInfo.InvariantCulture, $"{name} chunk {ticket.ChunkId}");
    }
}

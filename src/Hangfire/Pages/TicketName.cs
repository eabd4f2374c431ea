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

        return Of(ticket.BatchId, ticket.ChunkId, ledger);
    }

    internal static string Of(long batchId, long chunkId, Ledger ledger)
    {
        try
        {
            return NameAsync(batchId, chunkId, ledger).GetAwaiter().GetResult();
        }
        catch (LedgerException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"batch {batchId} chunk {chunkId}");
        }
    }

    static async Task<string> NameAsync(long batchId, long chunkId, Ledger ledger)
    {
        var batch = await ledger.Batches.FindAsync(batchId, CancellationToken.None);
        var chunks = await ledger.Chunks.OfBatchAsync(batchId, chunkId - 1, 1, CancellationToken.None);
        var name = batch?.Name ?? string.Create(CultureInfo.InvariantCulture, $"batch {batchId} (pruned)");
        return chunks is [var chunk] && chunk.Id == chunkId
            ? string.Create(CultureInfo.InvariantCulture,
                $"{name} chunk {chunk.Id} ({chunk.Numbers:N0} {(chunk.Numbers == 1 ? "number" : "numbers")})")
            : string.Create(CultureInfo.InvariantCulture, $"{name} chunk {chunkId}");
    }
}

using System.Net;
using BatchRunner.Hangfire.Tickets;
using BatchRunner.Storage;
using Hangfire.Dashboard;

namespace BatchRunner.Hangfire.Pages;

/// <summary>The way from a ticket to its chunk.</summary>
static class TicketDetails
{
    internal static NonEscapedString Render(JobDetailsRendererDto page, Ledger ledger)
    {
        if (TicketList.Read(page.JobId, page.JobDetails.Job, "") is not { } ticket) return new("");

        var named = Link(page, ledger, ticket.BatchId, ticket.ChunkId);
        page.JobDetails.Properties.TryGetValue(OtherChunk.Parameter, out var stored);
        return new(OtherChunk.Read(stored) is { } other
            ? $"<p>It brought its worker to {Link(page, ledger, other.BatchId, other.ChunkId)}, which came first in the " +
              $"ledger. It was written for {named}.</p>"
            : $"<p>The ticket is a hint; what counts is in the ledger: {named}</p>");
    }

    static string Link(JobDetailsRendererDto page, Ledger ledger, long batchId, long chunkId)
    {
        var address = page.Page.Url.To(BatchRoutes.Chunk(batchId, chunkId));
        return $"<a href=\"{WebUtility.HtmlEncode(address)}\">{WebUtility.HtmlEncode(TicketName.Of(batchId, chunkId, ledger))}</a>";
    }
}

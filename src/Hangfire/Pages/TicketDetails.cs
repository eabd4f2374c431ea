using System.Globalization;
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

        var name = WebUtility.HtmlEncode(TicketName.Of(page.JobDetails.Job, ledger));
        var address = page.Page.Url.To(
            string.Create(CultureInfo.InvariantCulture, $"/batches/{ticket.BatchId}#chunk-{ticket.ChunkId}"));
        return new($"<p>The ticket is a hint; what counts is in the ledger: <a href=\"{address}\">{name}</a></p>");
    }
}

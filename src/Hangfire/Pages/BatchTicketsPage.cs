using System.Globalization;
using System.Text;
using BatchRunner.Hangfire.Tickets;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Storage;

namespace BatchRunner.Hangfire.Pages;

/// <summary>One batch, and the tickets of its chunks below it.</summary>
sealed class BatchTicketsPage(DashboardPages pages, Ledger ledger, long id) : GuestPage(pages)
{
    protected override (string Title, string Content, string Below) Read()
    {
        var content = Pages.BatchAsync(id, Root, CancellationToken.None).GetAwaiter().GetResult();
        var title = string.Create(CultureInfo.InvariantCulture, $"Batch {id}");
        if (content is null) return (title, $"<p>There is no batch {id}.</p>", "");

        content = content.Replace($"href=\"{Root}/\"", $"href=\"{Root}/batches\"", StringComparison.Ordinal);
        return (title, content, Below());
    }

    string Below()
    {
        var monitor = Storage.GetMonitoringApi();
        var tickets = TicketList.InHand(monitor).Concat(TicketList.Queued(monitor)).Where(t => t.BatchId == id).ToList();
        var steer = string.Create(CultureInfo.InvariantCulture, $"{AppPath.TrimEnd('/')}/batches/{id}");
        var below = new StringBuilder($"<p><a href=\"{steer}\">Pause, cancel, retry and priorities</a></p>")
            .Append("<h3>Tickets</h3>");
        if (tickets.Count == 0) return below.Append("<p>None of its chunks has a ticket now.</p>").ToString();

        below.Append("<table class=\"table\"><thead><tr><th>Chunk</th><th>Ticket</th><th>State</th></tr></thead><tbody>");
        foreach (var ticket in tickets)
        {
            below.Append(CultureInfo.InvariantCulture,
                $"<tr id=\"chunk-{ticket.ChunkId}\"><td>{Html.HtmlEncode(NameOf(ticket))}</td>")
                .Append(CultureInfo.InvariantCulture,
                    $"<td><a href=\"{Url.JobDetails(ticket.JobId)}\">#{Html.HtmlEncode(ticket.JobId)}</a></td><td>{ticket.State}</td></tr>");
        }
        return below.Append("</tbody></table>").ToString();
    }

    string NameOf(Ticket ticket) => TicketName.Of(ticket.ToJob(), ledger);
}

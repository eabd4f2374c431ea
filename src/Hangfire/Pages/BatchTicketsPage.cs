using System.Globalization;
using System.Text;
using BatchRunner.Hangfire.Tickets;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Storage;

namespace BatchRunner.Hangfire.Pages;

/// <summary>One batch, and the tickets of its chunks below it.</summary>
sealed class BatchTicketsPage(DashboardPages pages, Ledger ledger, long id) : GuestPage(pages)
{
    protected override (string Title, string Above, string Content, string Below) Read()
    {
        var content = Pages.BatchAsync(id, Root, CancellationToken.None).GetAwaiter().GetResult();
        var title = string.Create(CultureInfo.InvariantCulture, $"Batch {id}");
        if (content is null) return (title, "", $"<p>There is no batch {id}.</p>", "");

        content = content.Replace($"href=\"{Root}/\"", $"href=\"{Root}/batches\"", StringComparison.Ordinal);
        var steer = string.Create(CultureInfo.InvariantCulture, $"{AppPath.TrimEnd('/')}/batches/{id}");
        return (title, $"<p class=\"text-right\"><a class=\"btn btn-default btn-sm\" href=\"{steer}\">Pause, cancel, retry, priority</a></p>",
            content, Below());
    }

    string Below()
    {
        var below = new StringBuilder();
        var asked = long.TryParse(Query(BatchRoutes.ChunkKey), CultureInfo.InvariantCulture, out var chunkId) ? chunkId : 0;
        if (Chunk(asked) is { } chunk) AppendChunk(below, chunk);
        AppendTickets(below, asked);
        return below.ToString();
    }

    ChunkRow? Chunk(long chunkId) =>
        chunkId > 0 && ledger.Chunks.OfBatchAsync(id, chunkId - 1, 1, CancellationToken.None).GetAwaiter().GetResult() is [var row]
            && row.Id == chunkId
            ? row
            : null;

    static void AppendChunk(StringBuilder below, ChunkRow chunk)
    {
        below.Append(CultureInfo.InvariantCulture, $"<h3 id=\"chunk-{chunk.Id}\">Chunk {chunk.Id}</h3><table class=\"table\"><thead>")
            .Append("<tr><th>Lines</th><th>State</th><th>Numbers done</th><th>Attempts</th><th>Rescues</th></tr></thead><tbody>")
            .Append(CultureInfo.InvariantCulture, $"<tr><td>{chunk.FirstLine:N0} to {chunk.EndLine - 1:N0}</td><td>{chunk.State}</td>")
            .Append(CultureInfo.InvariantCulture, $"<td>{chunk.Done:N0} of {chunk.Numbers:N0}</td><td>{chunk.Attempt}</td>")
            .Append(CultureInfo.InvariantCulture, $"<td>{chunk.Rescues}</td></tr></tbody></table>");
    }

    void AppendTickets(StringBuilder below, long shown)
    {
        var monitor = Storage.GetMonitoringApi();
        using var connection = Storage.GetConnection();
        var tickets = TicketList.InHand(monitor, connection).Concat(TicketList.Queued(monitor))
            .Where(t => t.ServedBatchId == id).ToList();
        below.Append("<h3>Tickets</h3>");
        if (tickets.Count == 0)
        {
            below.Append("<p>None of its chunks has a ticket now.</p>");
            return;
        }
        below.Append("<table class=\"table\"><thead><tr><th>Chunk</th><th>Ticket</th><th>State</th></tr></thead><tbody>");
        HashSet<long> named = [shown];
        foreach (var ticket in tickets)
        {
            // The chunk that was asked for has its name above; of several tickets the first bears it.
            var anchor = named.Add(ticket.ServedChunkId)
                ? string.Create(CultureInfo.InvariantCulture, $" id=\"chunk-{ticket.ServedChunkId}\"")
                : "";
            var name = Html.HtmlEncode(TicketName.Of(ticket.ServedBatchId, ticket.ServedChunkId, ledger));
            var chunk = Url.To(BatchRoutes.Chunk(id, ticket.ServedChunkId));
            var state = ticket.BroughtTo is null ? ticket.State : ticket.State + ", written for another chunk";
            below.Append(CultureInfo.InvariantCulture, $"<tr{anchor}><td><a href=\"{chunk}\">{name}</a></td>")
                .Append(CultureInfo.InvariantCulture,
                    $"<td><a href=\"{Url.JobDetails(ticket.JobId)}\">#{Html.HtmlEncode(ticket.JobId)}</a></td><td>{state}</td></tr>");
        }
        below.Append("</tbody></table>");
    }
}

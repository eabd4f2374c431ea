using BatchRunner.Jobs.Intake;
using BatchRunner.Runner.Reporting;
using BatchRunner.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// The rows of a batch as a file, as the verbs <c>results</c> and <c>rejects</c> write them: read page by page, so that
/// ten million rows take no more memory than ten.
/// </summary>
static class DownloadEndpoints
{
    internal static readonly string[] Formats = ["text", "csv", "jsonl"];

    internal static void MapDownloads(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/batches/{id:long}/results/download", (long id, string? format, HttpContext context,
            Ledger ledger, CancellationToken token) => SendAsync(context, ledger, id, format, "factors",
                (how, stream) => new ResultReport(ledger, id).WriteAsync(how, stream, token), token));
        routes.MapGet("/batches/{id:long}/rejects/download", (long id, string? format, HttpContext context,
            Ledger ledger, CancellationToken token) => SendAsync(context, ledger, id, format, "rejects",
                (how, stream) => new RejectReport(ledger, id).WriteAsync(how, stream, token), token));
    }

    static async Task SendAsync(
        HttpContext context, Ledger ledger, long id, string? format, string what,
        Func<ReportFormat, Stream, Task> write, CancellationToken token)
    {
        if (Array.IndexOf(Formats, format ?? "text") is not (>= 0 and var index))
        {
            await PageEndpoints.ShowAsync(context, 400, "No such format", "A download is text, csv or jsonl.");
            return;
        }
        if (await ledger.Batches.FindAsync(id, token) is not { } batch)
        {
            await PageEndpoints.NoBatch(id).ExecuteAsync(context);
            return;
        }

        var name = System.IO.Path.GetFileNameWithoutExtension(FileNames.Done(batch.Name, id));
        var extension = Formats[index] == "text" ? "txt" : Formats[index];
        var headers = context.Response.GetTypedHeaders();
        headers.ContentType = new(extension == "jsonl" ? "application/jsonl" : extension == "csv" ? "text/csv" : "text/plain")
        {
            Charset = "utf-8",
        };
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{name}.{what}.{extension}");
        headers.ContentDisposition = disposition;
        // The reports write rows as they come, many to a buffer.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await using var buffered = new BufferedStream(context.Response.Body, 1 << 16);
        await write((ReportFormat)index, buffered);
        await buffered.FlushAsync(token);
    }
}

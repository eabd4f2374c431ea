using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using BatchRunner.Storage;
using CsvHelper;

namespace BatchRunner.Runner.Reporting;

/// <summary>The rejected lines of a batch in line order, read page by page.</summary>
sealed class RejectReport(Ledger ledger, long batchId)
{
    const int PageRows = 5000;

    public Task WriteAsync(ReportFormat format, Stream stream, CancellationToken token) =>
        format == ReportFormat.Csv ? WriteCsvAsync(stream, token) : WriteLinesAsync(format, stream, token);

    async Task WriteCsvAsync(Stream stream, CancellationToken token)
    {
        await using var csv = CsvWriter.Create(stream, ResultReport.Csv, leaveOpen: true);
        csv.WriteHeader("line", "column", "reason", "text");
        await foreach (var reject in AllAsync(token))
        {
            csv.WriteField(reject.Line);
            csv.WriteField(reject.ColumnNumber);
            csv.WriteField(reject.Reason);
            csv.WriteField(reject.Text);
            await csv.EndRecordAsync(token);
        }
        await csv.FlushAsync(token);
    }

    async Task WriteLinesAsync(ReportFormat format, Stream stream, CancellationToken token)
    {
        await foreach (var reject in AllAsync(token))
        {
            var line = format == ReportFormat.Jsonl
                ? JsonSerializer.Serialize(
                    new { reject.Line, Column = reject.ColumnNumber, reject.Reason, reject.Text },
                    JsonSerializerOptions.Web)
                : string.Create(CultureInfo.InvariantCulture, $"{reject.Line}\t{reject.Reason}\t{reject.Text}");
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + '\n'), token);
        }
    }

    async IAsyncEnumerable<RejectRow> AllAsync([EnumeratorCancellation] CancellationToken token)
    {
        for (long after = 0; await ledger.Rejects.PageAsync(batchId, after, PageRows, token) is { Count: > 0 } page;)
        {
            foreach (var reject in page) yield return reject;
            after = page[^1].Line;
        }
    }
}

using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BatchRunner.Jobs.Export;
using BatchRunner.Storage;
using CsvHelper;

namespace BatchRunner.Runner.Reporting;

/// <summary>The result rows of a batch in line order, read page by page: memory does not grow with the batch.</summary>
sealed class ResultReport(Ledger ledger, long batchId)
{
    const int PageRows = 5000;

    readonly ArrayBufferWriter<byte> _factors = new();

    /// <summary>Spreadsheets run what looks like a formula; what a hostile file holds must not.</summary>
    internal static CsvWriterOptions Csv { get; } = new() { NewLine = "\n", Injection = CsvInjection.Escape };

    public Task WriteAsync(ReportFormat format, Stream stream, CancellationToken token) => format switch
    {
        ReportFormat.Csv => WriteCsvAsync(stream, token),
        ReportFormat.Jsonl => WriteJsonAsync(stream, token),
        _ => WriteTextAsync(stream, token),
    };

    async Task WriteTextAsync(Stream stream, CancellationToken token)
    {
        if (await ledger.Batches.FindAsync(batchId, token) is not { } batch) return;

        // Of a batch that is still worked on, what has no row yet is no failure to be told of.
        if (!BatchState.IsFinal(batch.State)) batch = batch with { Done = batch.Numbers };
        await new FactorsFile(ledger.Results, batch, stream).WriteAsync(token);
    }

    async Task WriteCsvAsync(Stream stream, CancellationToken token)
    {
        await using var csv = CsvWriter.Create(stream, Csv, leaveOpen: true);
        csv.WriteHeader("line", "number", "factors", "status", "cofactor", "method", "micros");
        await foreach (var page in PagesAsync(token))
        {
            for (var row = 0; row < page.Count; row++)
            {
                csv.WriteField(page.Line(row));
                csv.WriteField(page.Number(row));
                csv.WriteField(Spaced(page.Factors(row)));
                csv.WriteField(Name(page.Status(row)));
                csv.WriteField(page.Cofactor(row));
                csv.WriteField(page.Method(row));
                csv.WriteField(page.Micros(row));
                await csv.EndRecordAsync(token);
            }
        }
        await csv.FlushAsync(token);
    }

    /// <summary><c>["2","3"]</c> as <c>2 3</c>.</summary>
    ReadOnlySpan<byte> Spaced(ReadOnlySpan<byte> json)
    {
        _factors.ResetWrittenCount();
        foreach (var letter in json)
        {
            if (letter is >= (byte)'0' and <= (byte)'9') _factors.Write([letter]);
            if (letter == ',') _factors.Write(" "u8);
        }
        return _factors.WrittenSpan;
    }

    async Task WriteJsonAsync(Stream stream, CancellationToken token)
    {
        await foreach (var page in PagesAsync(token))
        {
            await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { SkipValidation = true });
            for (var row = 0; row < page.Count; row++)
            {
                WriteRow(json, page, row);
                await json.FlushAsync(token);
                stream.WriteByte((byte)'\n');
                json.Reset();
            }
        }
    }

    static void WriteRow(Utf8JsonWriter json, ResultRows page, int row)
    {
        json.WriteStartObject();
        json.WriteNumber("line", page.Line(row));
        json.WriteString("number", page.Number(row));
        json.WritePropertyName("factors");
        json.WriteRawValue(page.Factors(row), skipInputValidation: true);
        json.WriteString("status", Name(page.Status(row)));
        if (page.Cofactor(row).IsEmpty) json.WriteNull("cofactor");
        else json.WriteString("cofactor", page.Cofactor(row));
        json.WriteString("method", page.Method(row));
        json.WriteNumber("micros", page.Micros(row));
        json.WriteEndObject();
    }

    async IAsyncEnumerable<ResultRows> PagesAsync(
        [EnumeratorCancellation] CancellationToken token)
    {
        var page = new ResultRows();
        for (long after = 0; await ledger.Results.PageAsync(batchId, after, PageRows, page, token);)
        {
            yield return page;
            after = page.Line(page.Count - 1);
        }
    }

    static string Name(ResultStatus status) => status switch
    {
        ResultStatus.Factored => "factored",
        ResultStatus.Unfactored => "unfactored",
        ResultStatus.Quarantined => "quarantined",
        _ => throw new UnreachableException($"{status} is no status."),
    };
}

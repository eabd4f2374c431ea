using System.Globalization;
using System.Text;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Export;

/// <summary>The rejected lines of a batch: line, reason, text, separated by tabs.</summary>
sealed class RejectsFile(RejectStore rejects, long batchId)
{
    const int PageRows = 5000;

    public async Task WriteAsync(Stream stream, CancellationToken token)
    {
        await stream.WriteAsync("# line\treason\ttext\n"u8.ToArray(), token);
        long after = 0;
        while (await rejects.PageAsync(batchId, after, PageRows, token) is { Count: > 0 } page)
        {
            var text = new StringBuilder();
            foreach (var reject in page)
                text.Append(CultureInfo.InvariantCulture, $"{reject.Line}\t{reject.Reason}\t{reject.Text}\n");
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), token);
            after = page[^1].Line;
        }
    }
}

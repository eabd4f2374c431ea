using System.Text;
using System.Text.Json;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// Finds results. Pages go by key, never by offset. No index on ten million rows helps to find a number or a method, as
/// it would cost more at every insert than all readers win; so a search reads on in line order, within a time that keeps
/// the page quick, and says how far it came. Numbers are looked for in the chunks' payloads: they are a sixth of the
/// rows' size and searched as plain bytes.
/// </summary>
sealed class ResultViews(Ledger ledger, TimeProvider time)
{
    internal const int MostRows = 1_000;

    /// <summary>What a search may take of the 100 ms a page has.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>Lines of the first step of a search; steps that took no time double.</summary>
    const long FirstStep = 10_000;

    static readonly TimeSpan QuickStep = TimeSpan.FromMilliseconds(4);

    internal async Task<ResultPageView?> PageAsync(long id, ResultQuery query, int limit, CancellationToken token)
    {
        if (await ledger.Batches.FindAsync(id, token) is not { } batch) return null;
        if (query.Number is not null) return await NumberAsync(id, query, limit, token);

        var filter = new ResultFilter(query.WantedStatus, query.Method);
        var end = Math.Min(query.End, batch.Lines + 1);
        var found = new List<ResultRow>();
        var reached = query.Begin;
        var begun = time.GetTimestamp();
        // Without a filter every row is wanted and the limit alone ends the read.
        var step = query.IsFiltered ? FirstStep : long.MaxValue / 2;
        while (reached < end - 1 && found.Count <= limit && time.GetElapsedTime(begun) < Patience)
        {
            var stepped = time.GetTimestamp();
            var to = Math.Min(end, reached + step + 1);
            found.AddRange(await ledger.Results.SearchAsync(id, filter, reached, to, limit + 1 - found.Count, token));
            reached = to - 1;
            if (time.GetElapsedTime(stepped) < QuickStep && step < long.MaxValue / 4) step *= 2;
        }

        // One more than asked tells whether there is a next page.
        if (found.Count > limit)
            return new(id, [.. found.Take(limit).Select(View)], found[limit - 1].Line, null, []);

        var isUnfinished = reached < end - 1;
        return new(id, [.. found.Select(View)], isUnfinished ? reached : null, isUnfinished ? reached : null, []);
    }

    async Task<ResultPageView> NumberAsync(long id, ResultQuery query, int limit, CancellationToken token)
    {
        if (query.Digits is not { } digits) return new(id, [], null, null, []);

        var lines = new List<long>();
        var from = query.Begin + 1;
        long? reached = null;
        var begun = time.GetTimestamp();
        var payload = await ledger.Results.PayloadFromAsync(id, from, token);
        while (payload is not null && payload.FirstLine < query.End && lines.Count <= limit)
        {
            lines.AddRange(NumberLines.Of(payload, digits).Where(l => l >= from && l < query.End));
            reached = payload.EndLine - 1;
            if (time.GetElapsedTime(begun) >= Patience) break;

            payload = await ledger.Results.NextPayloadAsync(id, payload.FirstLine, token);
        }

        var isFull = lines.Count > limit;
        var results = new List<ResultView>();
        var waiting = new List<long>();
        foreach (var line in lines.Take(limit))
        {
            var row = await ledger.Results.SearchAsync(id, new(null, null), line - 1, line + 1, 1, token);
            if (row.Count > 0) results.Add(View(row[0]));
            else waiting.Add(line);
        }
        var next = isFull ? lines[limit - 1] : payload is null || payload.FirstLine >= query.End ? null : reached;
        return new(id, results, next, isFull ? null : next, waiting);
    }

    internal async Task<IReadOnlyList<ResultView>> SlowestAsync(long id, int count, CancellationToken token) =>
        [.. (await ledger.Results.SlowestAsync(id, count, token)).Select(View)];

    static ResultView View(ResultRow row) => new(
        row.Line, row.Number,
        JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(row.Factors), DashboardJson.Default.StringArray) ?? [],
        row.Status, row.Cofactor, row.Method, row.Micros);
}

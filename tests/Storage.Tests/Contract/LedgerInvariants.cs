namespace BatchRunner.Storage.Tests.Contract;

/// <summary>
/// What is true of a ledger after every single transaction. Each query names what breaks a promise, so an empty answer
/// is the good one.
/// </summary>
static class LedgerInvariants
{
    const string OpenChunk = "c.batch_id = b.id AND c.state IN ('ready', 'running')";

    static readonly (string Promise, string Offenders)[] Promises =
    [
        ("open_chunks is the number of open chunks, and loading counts as one",
            $"""
             SELECT b.id FROM batches b
             WHERE b.open_chunks <> (SELECT count(*) FROM chunks c WHERE {OpenChunk})
                                    + CASE WHEN b.state = 'loading' THEN 1 ELSE 0 END
             """),
        ("failed_chunks is the number of failed chunks",
            """
            SELECT b.id FROM batches b
            WHERE b.failed_chunks <> (SELECT count(*) FROM chunks c WHERE c.batch_id = b.id AND c.state = 'failed')
            """),
        ("a batch is open exactly while something in it is open",
            "SELECT id FROM batches WHERE (state IN ('loading', 'open')) <> (open_chunks > 0)"),
        ("done is the number of result rows", Counter("done", "1 = 1")),
        ("unfactored is the number of unfactored rows", Counter("unfactored", "r.status = 'unfactored'")),
        ("quarantined is the number of quarantined rows", Counter("quarantined", "r.status = 'quarantined'")),
        ("the summary tells what the tables hold: numbers = results + waiting",
            """
            SELECT s.id FROM batch_summary s
            WHERE s.done <> (SELECT count(*) FROM results r WHERE r.batch_id = s.id)
               OR s.numbers <> s.done + s.waiting
               OR s.unfactored <> (SELECT count(*) FROM results r WHERE r.batch_id = s.id AND r.status = 'unfactored')
               OR s.quarantined <> (SELECT count(*) FROM results r WHERE r.batch_id = s.id AND r.status = 'quarantined')
               OR s.ready_chunks <> (SELECT count(*) FROM chunks c WHERE c.batch_id = s.id AND c.state = 'ready')
               OR s.running_chunks <> (SELECT count(*) FROM chunks c WHERE c.batch_id = s.id AND c.state = 'running')
               OR s.effort_left < 0
            """),
        ("rejects counts the reject rows",
            "SELECT b.id FROM batches b WHERE b.rejects <> (SELECT count(*) FROM rejects r WHERE r.batch_id = b.id)"),
        ("no two chunks that hold work overlap",
            """
            SELECT c.id FROM chunks c JOIN chunks d ON d.batch_id = c.batch_id AND d.id > c.id
            WHERE c.state <> 'completed' AND d.state <> 'completed'
              AND c.next_line < d.end_line AND d.next_line < c.end_line
            """),
        ("no result row lies where a chunk still has to work",
            """
            SELECT c.id FROM chunks c JOIN results r ON r.batch_id = c.batch_id
            WHERE c.state <> 'completed' AND r.line >= c.next_line AND r.line < c.end_line
            """),
        ("a chunk stays within its payload",
            """
            SELECT c.id FROM chunks c JOIN chunk_numbers n ON n.id = c.payload_id
            WHERE c.first_line < n.first_line OR c.end_line > n.end_line OR c.batch_id <> n.batch_id
            """),
        ("what is taken is held by a runner that somebody watches",
            """
            SELECT r.id FROM runners r WHERE r.state <> 'alive'
              AND (EXISTS (SELECT 1 FROM chunks c WHERE c.runner_id = r.id)
                OR EXISTS (SELECT 1 FROM batches b WHERE b.loader_id = r.id OR b.exporter_id = r.id))
            """),
        ("a line under suspicion lies in its chunk",
            """
            SELECT id FROM chunks
            WHERE state IN ('ready', 'running') AND suspect_line IS NOT NULL
              AND (suspect_line < next_line OR suspect_line >= end_line)
            """),
    ];

    static string Counter(string column, string rows) =>
        $"""
         SELECT b.id FROM batches b
         WHERE b.{column} + (SELECT coalesce(sum(c.{column}), 0) FROM chunks c WHERE {OpenChunk})
               <> (SELECT count(*) FROM results r WHERE r.batch_id = b.id AND {rows})
         """;

    internal static async Task CheckAsync(LedgerSource source)
    {
        foreach (var (promise, offenders) in Promises)
        {
            var broken = await source.QueryAsync<long>(offenders);
            Assert.True(broken.Count == 0, $"'{promise}' does not hold for {string.Join(", ", broken)}.");
        }

        await CheckEveryNumberAsync(source);
    }

    /// <summary>
    /// Every number line of a payload has its row or lies in exactly one chunk that still has to work it.
    /// </summary>
    static async Task CheckEveryNumberAsync(LedgerSource source)
    {
        var payloads = await source.QueryAsync<Payload>(
            "SELECT batch_id, first_line, end_line, numbers FROM chunk_numbers");
        var ranges = await source.QueryAsync<Lines>(
            "SELECT batch_id, next_line AS first_line, end_line FROM chunks WHERE state <> 'completed'");
        var rows = await source.QueryAsync<Lines>(
            "SELECT batch_id, line AS first_line, line + 1 AS end_line FROM results");

        Dictionary<(long Batch, long Line), int> places = [];
        foreach (var range in ranges.Concat(rows))
        {
            for (var line = range.FirstLine; line < range.EndLine; line++)
                places[(range.BatchId, line)] = places.GetValueOrDefault((range.BatchId, line)) + 1;
        }

        foreach (var payload in payloads)
        {
            var lines = payload.Numbers.Split('\n')[..^1];
            Assert.Equal(payload.EndLine - payload.FirstLine, lines.Length);
            for (var i = 0; i < lines.Length; i++)
            {
                var found = places.GetValueOrDefault((payload.BatchId, payload.FirstLine + i));
                if (lines[i].Length == 0) continue;

                Assert.True(
                    found == 1, $"Line {payload.FirstLine + i} of batch {payload.BatchId} is in {found} places.");
            }
        }
    }

    internal sealed record Lines
    {
        public long BatchId { get; init; }
        public long FirstLine { get; init; }
        public long EndLine { get; init; }
    }

    internal sealed record Payload
    {
        public long BatchId { get; init; }
        public long FirstLine { get; init; }
        public long EndLine { get; init; }
        public required string Numbers { get; init; }
    }
}

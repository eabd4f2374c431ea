using System.Globalization;

namespace BatchRunner.Benchmarks;

/// <summary>The durable path on PostgreSQL, its claims and wake-ups, on a server of its own on this machine.</summary>
static class PostgresReport
{
    public static string Measure(bool quick, Reasons reasons)
    {
        var (numbers, runs) = quick ? (100_000, 1) : (1_000_000, 3);
        var rows = LedgersCommand.MeasureAsync(runs, (64, numbers), (96, numbers / 4)).GetAwaiter().GetResult();
        var inserts = PostgresInsertBenchmark.MeasureAsync(quick ? 50_000 : 300_000).GetAwaiter().GetResult();
        var claims = ClaimsCommand.MeasureAsync(quick ? 1 : 3).GetAwaiter().GetResult();
        var (median, slow) = WakeUpsCommand.MeasureAsync(quick ? 50 : 200).GetAwaiter().GetResult();
        List<string> text =
        [
            "`factor -j 2` and `run --processes 2 --workers 1` on the same file in turn, on fresh ledgers; medians of "
            + $"{runs}. CPU of the",
            "whole process trees, that of the PostgreSQL server on the same machine included; it waits for its disk.",
            "",
            "| file | numbers | ledger | numbers/s | CPU more a number | wall ratio |",
            "|---|---:|---|---:|---:|---:|",
            .. rows.SelectMany(Lines),
            "",
            string.Create(CultureInfo.InvariantCulture,
                $"CPU of the server alone: {rows[0].ServerMicros:F2} us a number of 64 bits."),
            "",
            "Inserting alone, CPU a row, server included: the ledger's commits, which write by COPY, beside INSERT of arrays into",
            "the same table with fence and counts in the same batch of statements.",
            "",
            "| rows a commit | COPY | arrays | ratio |",
            "|---:|---:|---:|---:|",
            .. inserts.Select(row => string.Create(CultureInfo.InvariantCulture,
                $"| {row.Size:N0} | {row.Copy:F2} us | {row.Arrays:F2} us | {row.Ratio:F2} |")),
            "",
            "Empty chunks claimed and ended, beside a queue of one row a job that takes one by one (`FOR UPDATE SKIP LOCKED`);",
            "in brackets how long a claim takes.",
            "",
            "| connections | chunks/s | jobs/s | ratio |",
            "|---:|---:|---:|---:|",
            .. claims.Select(row => string.Create(CultureInfo.InvariantCulture,
                $"| {row.Connections} | {row.Chunks:N0} ({row.ChunkMillis:F2} ms) | {row.Jobs:N0} ({row.JobMillis:F2} ms) "
                + $"| {row.Chunks / row.Jobs:F2} |")),
            "",
            string.Create(CultureInfo.InvariantCulture,
                $"From the commit of a chunk to its start in an idle process: {median:F1} ms in the median."),
            "",
            reasons.Table(
            [
                new("postgres.cpu", "CPU over `factor`, uniform 64-bit, server included",
                    rows[0].OverheadMicros(r => r.Postgres), 6, AtMost: true, "us a number"),
                new("postgres.wall", "wall over `factor`, uniform 96-bit",
                    rows[1].WallRatio(r => r.Postgres), 1.07, AtMost: true, "times"),
                new("postgres.copy", "COPY against INSERT of arrays, CPU, commits of a whole chunk",
                    inserts[^1].Ratio, 1, AtMost: true, "times"),
                new("postgres.wake", "commit of a chunk to its start, 95 % within", slow, 50, AtMost: true, "ms"),
            ]),
        ];
        return string.Join('\n', text);
    }

    static IEnumerable<string> Lines(LedgerRow row) => LedgerRow.Ways.Select(way => string.Create(
        CultureInfo.InvariantCulture,
        $"| {row.What} | {row.Numbers:N0} | {(way.Name == "factor" ? "none, `factor`" : way.Name)} "
        + $"| {row.NumbersPerSecond(way.Of):N0} | {row.OverheadMicros(way.Of):F2} us | {row.WallRatio(way.Of):F3} |"));
}

using System.Globalization;

namespace BatchRunner.Benchmarks;

/// <summary>What durability costs, and what chunks are good for.</summary>
static class DurableReport
{
    public static string Measure(bool quick, Reasons reasons)
    {
        var (numbers, runs) = quick ? (200_000, 1) : (1_000_000, 5);
        var rows = DurableCommand.Measure(numbers, runs).ToList();
        var oneJob = OneJobCommand.Measure(numbers, quick ? 1 : 3);
        List<string> text =
        [
            $"`factor -j 2` and `run --processes 2 --workers 1` on the same file in turn, whole process trees, median of {runs}.",
            "",
            "| file | numbers | `factor`, CPU s | `run`, CPU s | more a number | wall ratio |",
            "|---|---:|---:|---:|---:|---:|",
            .. rows.Select(row => string.Create(CultureInfo.InvariantCulture,
                $"| {row.What} | {row.Numbers:N0} | {row.BareCpu:F2} | {row.DurableCpu:F2} | {row.OverheadMicros:F2} us "
                + $"| {row.WallRatio:F2} |")),
            "",
            string.Create(CultureInfo.InvariantCulture,
                $"Uniform 64-bit numbers a second, start left out: {oneJob.Chunked:N0} in chunks, "
                + $"{oneJob.OneByOne:N0} as one-number chunks."),
            "",
            reasons.Table(
            [
                new("durable.cpu", "CPU over `factor`, uniform 64-bit", rows[0].OverheadMicros, 2.5, AtMost: true, "us a number"),
                new("durable.wall", "wall over `factor`, uniform 96-bit", rows[1].WallRatio, 1.05, AtMost: true, "times"),
                new("onejob", "chunks against one job a number", oneJob.Times, 100, AtMost: false, "times"),
            ]),
        ];
        return string.Join('\n', text);
    }
}

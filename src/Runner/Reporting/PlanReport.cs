using System.Globalization;
using BatchRunner.Jobs.Planning;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Runner.Terminal;
using Spectre.Console;

namespace BatchRunner.Runner.Reporting;

/// <summary>A plan as a person or a program reads it.</summary>
/// <param name="plan">The plan.</param>
/// <param name="sameAs">The batch that has the same bytes; null when there is none.</param>
sealed class PlanReport(FilePlan plan, long? sameAs)
{
    const int BarWidth = 30;
    const int ShownDigits = 40;

    internal object ToJson() => new
    {
        File = plan.Name,
        plan.Bytes,
        plan.Sha256,
        SameAsBatch = sameAs,
        plan.Lines,
        plan.Numbers,
        plan.Blanks,
        plan.Rejects,
        FirstRejects = plan.FirstRejects.Select(r => new { r.Line, r.Column, r.Text, r.Reason }),
        plan.Duplicates,
        plan.DuplicatesAreExact,
        plan.Chunks,
        plan.CpuSeconds,
        plan.Workers,
        plan.Hardest,
    };

    internal void Show()
    {
        Screen.Write(Facts());
        if (plan.Numbers == 0) return;
        Screen.Write(Times());
        Screen.Write(Hardest());
    }

    Table Facts()
    {
        var table = Screen.Table("file", plan.Name);
        Screen.AddRow(table, "lines", $"{Wording.Count(plan.Lines)} = "
            + $"{Wording.Counted(plan.Numbers, "number", "numbers")} + "
            + $"{Wording.Counted(plan.Rejects, "reject", "rejects")} + "
            + Wording.Counted(plan.Blanks, "blank", "blanks"));
        foreach (var reject in plan.FirstRejects)
            Screen.AddRow(table, "", $"line {Wording.Count(reject.Line)}: {reject.Reason}");
        Screen.AddRow(table, "duplicates", plan.Duplicates == 0 ? "none"
            : $"{(plan.DuplicatesAreExact ? "" : "about ")}{Wording.Count(plan.Duplicates)} numbers came before");
        if (sameAs is { } batch)
            Screen.AddRow(table, "same bytes", $"as batch {batch}: submitted again it would not run again");
        Screen.AddRow(table, "chunks", Wording.Count(plan.Chunks));
        Screen.AddRow(table, "CPU time", $"about {Duration(plan.CpuSeconds)}");
        return table;
    }

    Table Times()
    {
        var table = Screen.Table("workers", "time", "four cases in five", "", "speed-up");
        var first = Math.Max(plan.Workers[0].Seconds, 1e-9);
        foreach (var (workers, seconds, low, high) in plan.Workers)
        {
            var isBeyond = workers > Environment.ProcessorCount;
            Screen.AddRow(table, isBeyond ? $"{workers} (cores here: {Environment.ProcessorCount})" : $"{workers}",
                 Duration(seconds), $"{Duration(low)} to {Duration(high)}",
                new string('█', Math.Max(1, (int)Math.Round(BarWidth * seconds / first))),
                (first / Math.Max(seconds, 1e-9)).ToString("0.0", CultureInfo.InvariantCulture) + " x");
        }
        return table;
    }

    Table Hardest()
    {
        var table = Screen.Table("hardest line", "digits", "on average", "if hard", "number");
        foreach (var line in plan.Hardest)
        {
            Screen.AddRow(table, Wording.Count(line.Line), $"{line.Number.Length}", Duration(line.Seconds),
                Duration(line.HardSeconds), line.Number.Length <= ShownDigits ? line.Number
                    : $"{line.Number[..(ShownDigits / 2)]}...{line.Number[^(ShownDigits / 2)..]}");
        }
        return table;
    }

    static string Duration(double seconds) => seconds switch
    {
        < 1e-5 => Figure(Math.Max(seconds * 1e6, 0.1), "0.0") + " us",
        < 1e-3 => Figure(seconds * 1e6, "0") + " us",
        < 0.01 => Figure(seconds * 1e3, "0.0") + " ms",
        < 1 => Figure(seconds * 1e3, "0") + " ms",
        < 10 => Figure(seconds, "0.0") + " s",
        _ => Wording.Span(TimeSpan.FromSeconds(Math.Min(seconds, 1e11))),
    };

    static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

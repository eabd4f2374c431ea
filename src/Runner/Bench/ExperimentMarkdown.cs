using System.Globalization;
using System.Text;

namespace BatchRunner.Runner.Bench;

/// <summary>The experiment as Markdown: everything, or what a README has room for.</summary>
static class ExperimentMarkdown
{
    internal const string Section = "bench";

    internal static string Full(ExperimentReport report, string chart)
    {
        var text = new StringBuilder();
        text.Append(Picture(chart)).Append("\n\n");
        text.Append(CultureInfo.InvariantCulture,
            $"{report.Machine.Sentence}. Seconds on the wall and speed-up over serial, median of {report.Runs}, ");
        text.Append("all in turn.\n\n");
        foreach (var set in report.Sets)
            text.Append(CultureInfo.InvariantCulture, $"* **{set.Name}**: {set.Numbers:N0} numbers, {set.Explanation}.\n");
        text.Append("* **The queue** always factors with our engine, the post's set too; it and the processes pay their ");
        text.Append("start.\n* **The post**: ");
        text.Append($"[its text]({PostFigures.Source}) gives these figures and no others; {PostFigures.Machine}.\n\n");
        Table(text, report, report.Sets[0].Rows.Select(row => row.Arrangement));
        text.Append('\n').Append(Setting(report)).Append('\n');
        return text.ToString();
    }

    internal static string Summary(ExperimentReport report, string chart)
    {
        var text = new StringBuilder();
        text.Append(Picture(chart)).Append("\n\n");
        Table(text, report, report.Sets[0].Rows.Select(row => row.Arrangement)
            .Where(row => IsInSummary(row, report.Recommendation)));
        text.Append($"\n{report.Machine.Processor}, {report.Machine.Cores} cores; speed-up over serial, ");
        text.Append($"median of {report.Runs}, `batchrunner bench`.\n");
        return text.ToString();
    }

    static bool IsInSummary(Arrangement arrangement, Recommendation advice) => arrangement.Kind switch
    {
        ArrangementKind.Serial => true,
        ArrangementKind.Queue =>
            arrangement.Processes == advice.Processes && arrangement.Workers == advice.WorkersPerProcess,
        _ => arrangement.Total is 2 or 8,
    };

    static void Table(StringBuilder text, ExperimentReport report, IEnumerable<Arrangement> arrangements)
    {
        text.Append($"| | {string.Join(" | ", report.Sets.Select(set => set.Name))} | the post |\n");
        text.Append($"|---|{string.Concat(report.Sets.Select(_ => "---:|"))}---:|\n");
        foreach (var arrangement in arrangements)
        {
            var cells = report.Sets.Select(set => set.Find(arrangement)!)
                .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Seconds:0.00} s, {row.SpeedUp:0.00}x"));
            text.Append($"| {Experiment.Name(arrangement)} | {string.Join(" | ", cells)} | {Post(arrangement)} |\n");
        }
    }

    static string Post(Arrangement arrangement) =>
        PostFigures.Cell(arrangement) is { Length: > 0 } cell ? $"{cell}x" : "";

    static string Setting(ExperimentReport report) =>
        $"Setting for this machine: `Runners:Processes` {report.Recommendation.Processes}, `Runners:WorkersPerProcess` "
        + $"{report.Recommendation.WorkersPerProcess}: {report.Recommendation.Reason}";

    static string Picture(string chart) => $"![Seconds of every arrangement on every set of numbers]({chart})";
}

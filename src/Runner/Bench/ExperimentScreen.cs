using System.Globalization;
using BatchRunner.Runner.Terminal;

namespace BatchRunner.Runner.Bench;

/// <summary>The experiment as a table on the terminal and as a document for programs.</summary>
static class ExperimentScreen
{
    internal static void Show(ExperimentReport report)
    {
        Screen.Line(Screen.Plain(report.Machine.Sentence));
        Screen.Line(Screen.Plain($"Seconds on the wall, median of {report.Runs}, all in turn; x is the speed-up over serial."
            + " Answers of all agree."));
        foreach (var set in report.Sets)
        {
            Screen.Line(Screen.Plain(string.Create(CultureInfo.InvariantCulture,
                $"  {set.Name}: {set.Numbers:N0} numbers, {set.Explanation}")));
        }

        var table = Screen.Table(["", .. report.Sets.SelectMany(set => new[] { set.Name, "x" }), "the post, x"]);
        foreach (var arrangement in report.Sets[0].Rows.Select(row => row.Arrangement))
        {
            Screen.AddRow(table, [
                Experiment.Name(arrangement), .. report.Sets.SelectMany(Cells(arrangement)), PostFigures.Cell(arrangement),
            ]);
        }
        Screen.Write(table);

        Screen.Line(Screen.Plain($"The post: {PostFigures.Machine}; {PostFigures.Source}"));
        Screen.Line("The queue always factors with our engine, the post's set too; it and the processes pay their start.");
        var advice = report.Recommendation;
        Screen.Line($"[bold]Runners:Processes {advice.Processes}, Runners:WorkersPerProcess {advice.WorkersPerProcess}[/]");
        Screen.Line(Screen.Plain($"  {advice.Reason}"));
        Screen.Output.Flush();
    }

    internal static void WriteJson(ExperimentReport report) => JsonText.Write(new
    {
        report.Machine,
        report.Runs,
        Sets = report.Sets.Select(set => new
        {
            set.Name,
            set.Explanation,
            set.Algorithm,
            set.Numbers,
            Rows = set.Rows.Select(row => new
            {
                row.Arrangement.Kind,
                row.Arrangement.Processes,
                row.Arrangement.Workers,
                row.Seconds,
                row.SpeedUp,
                PostSpeedUp = PostFigures.SpeedUp(row.Arrangement),
                row.Runs,
            }),
        }),
        Post = new { PostFigures.Source, PostFigures.Machine },
        report.Recommendation,
    });

    static Func<MeasuredSet, string[]> Cells(Arrangement arrangement) => set =>
    {
        var row = set.Find(arrangement)!;
        return
        [
            row.Seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s",
            row.SpeedUp.ToString("0.00", CultureInfo.InvariantCulture),
        ];
    };
}

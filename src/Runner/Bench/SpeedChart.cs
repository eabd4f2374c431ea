using System.Globalization;

namespace BatchRunner.Runner.Bench;

/// <summary>
/// The post's chart with more bars: seconds to the right, so that shorter is faster, one column a set of numbers and
/// one row an arrangement, the same in every column.
/// </summary>
static class SpeedChart
{
    const int Width = 860;
    const int Margin = 24;
    const int LabelWidth = 128;
    const int ColumnGap = 22;
    const int RowHeight = 19;
    const int BarHeight = 11;
    const int GroupGap = 25;
    const int Top = 118;

    /// <summary>Room behind the longest bar for its figure.</summary>
    const int FigureWidth = 46;

    internal static string Draw(ExperimentReport report)
    {
        var arrangements = report.Sets[0].Rows.Select(row => row.Arrangement).ToList();
        var places = Places(arrangements);
        var bottom = places[^1] + RowHeight;
        using var sheet = new SvgSheet(Width, bottom + 76, "The blog's experiment on this machine", Describe(report));
        sheet.Write("title", Margin, 36, "The blog's experiment on this machine");
        sheet.Write("quiet", Margin, 56, $"Seconds on the wall, shorter is faster; median of {report.Runs}."
            + " × is the speed-up over serial. 2 x 4: two processes of four workers each.");
        WriteLabels(sheet, arrangements, places);

        var columnWidth = (Width - (2 * Margin) - LabelWidth - (ColumnGap * report.Sets.Count)) / report.Sets.Count;
        foreach (var (i, set) in report.Sets.Index())
        {
            var left = Margin + LabelWidth + ColumnGap + (i * (columnWidth + ColumnGap));
            DrawColumn(sheet, set, left, columnWidth, places, bottom);
        }
        sheet.Line("mark", Margin, bottom + 51, Margin, bottom + 63);
        sheet.Write("small", Margin + 8, bottom + 61, Invariant(
            $"the post's own 8 processes: {PostFigures.EightProcesses}× serial. {report.Machine.Processor}, ")
            + $"{report.Machine.Cores} cores, {report.Machine.Runtime}");
        return sheet.Finish();
    }

    /// <summary>The top of each row; a gap with a heading stands before each kind.</summary>
    static List<int> Places(List<Arrangement> arrangements)
    {
        List<int> places = [];
        var y = Top - GroupGap;
        ArrangementKind? before = null;
        foreach (var arrangement in arrangements)
        {
            if (arrangement.Kind != before) y += arrangement.Kind == ArrangementKind.Serial ? 0 : GroupGap;
            places.Add(y);
            y += RowHeight;
            before = arrangement.Kind;
        }
        return places;
    }

    static void WriteLabels(SvgSheet sheet, List<Arrangement> arrangements, List<int> places)
    {
        ArrangementKind? before = null;
        foreach (var (arrangement, y) in arrangements.Zip(places))
        {
            if (arrangement.Kind != before && Heading(arrangement.Kind) is { } heading)
                sheet.Write("small strong", Margin, y - 7, heading);
            sheet.Write("end", Margin + LabelWidth + 10, y + 10, arrangement.Label);
            before = arrangement.Kind;
        }
    }

    static string? Heading(ArrangementKind kind) => kind switch
    {
        ArrangementKind.Threads => "threads, static split",
        ArrangementKind.Processes => "processes, static split",
        ArrangementKind.Queue => "durable queue",
        _ => null,
    };

    static void DrawColumn(SvgSheet sheet, MeasuredSet set, int left, int width, List<int> places, int bottom)
    {
        sheet.Write("head", left, Top - 36, SvgSheet.Fit(set.Name, width));
        var longest = set.Rows.Max(row => row.Seconds);
        var scale = (width - FigureWidth) / longest;
        var serial = set.Rows[0].SerialSeconds;
        sheet.Line("rule", left, places[0] - 4, left, bottom);
        sheet.Line("dashed", left + (serial * scale), places[0] - 4, left + (serial * scale), bottom);
        foreach (var (row, y) in set.Rows.Zip(places))
        {
            var kind = row.Arrangement.Kind;
            var end = left + (row.Seconds * scale);
            sheet.Rectangle(Class(kind), left, y, row.Seconds * scale, BarHeight, 2);
            sheet.Write(kind == ArrangementKind.Queue ? "strong" : "", end + 5, y + 10, Invariant($"{row.SpeedUp:0.00}×"));
            if (set.IsOfTheEngine || kind == ArrangementKind.Serial) continue;
            if (PostFigures.SpeedUp(row.Arrangement) is { } post)
                sheet.Line("mark", left + (serial / post * scale), y - 3, left + (serial / post * scale), y + BarHeight + 3);
        }
        sheet.Write("small", left, bottom + 16, Invariant($"{set.Numbers:N0} numbers, serial {serial:0.00} s"));
        sheet.Write("small", left, bottom + 31, set.IsOfTheEngine ? "all by our engine" : "the post's function; queue: our engine");
    }

    static string Class(ArrangementKind kind) => kind switch
    {
        ArrangementKind.Serial => "serial",
        ArrangementKind.Threads => "threads",
        ArrangementKind.Processes => "processes",
        _ => "queue",
    };

    static string Describe(ExperimentReport report) => string.Join(" ", report.Sets.Select(set =>
        $"{set.Name}, {set.Explanation}: "
        + string.Join("; ", set.Rows.Select(row => Invariant($"{Experiment.Name(row.Arrangement)} {row.Seconds:0.00} s")))
        + "."));

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

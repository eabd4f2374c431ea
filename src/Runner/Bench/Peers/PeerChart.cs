using System.Globalization;

namespace BatchRunner.Runner.Bench;

/// <summary>
/// Microseconds a number of every tool on every file: a column a file with a logarithmic scale of its own decades, a row
/// a tool, a dot a figure.
/// </summary>
static class PeerChart
{
    const int Width = 860;
    const int Margin = 24;
    const int LabelWidth = 196;
    const int ColumnGap = 14;
    const int RowHeight = 26;
    const int Top = 112;

    /// <summary>Room behind the last dot for its figure.</summary>
    const int FigureWidth = 52;

    /// <summary>Room a label of the scale takes.</summary>
    const int TickWidth = 42;

    const int LegendWidth = 84;

    static readonly (string Kind, string Words)[] Legend =
        [("queue", "ours"), ("threads", "one core"), ("processes", "all cores")];

    internal static string Draw(PeerReport report)
    {
        var peers = report.Present.ToList();
        var bottom = Top + (peers.Count * RowHeight);
        using var sheet = new SvgSheet(Width, bottom + 54, "Our commands and the tools people use", Describe(report));
        sheet.Write("title", Margin, 36, "Our commands and the tools people use, on the same files");
        sheet.Write("quiet", Margin, 56,
            "Microseconds a number, logarithmic; further left is faster. × is how many times as long as ours.");
        foreach (var (i, peer) in peers.Index())
            sheet.Write(peer.Ours is null ? "strong" : "", Margin, RowAt(i) + 4, peer.Name);
        var width = (Width - (2 * Margin) - LabelWidth - (ColumnGap * (report.Files.Count - 1))) / report.Files.Count;
        foreach (var (i, (name, _, results)) in report.Files.Index())
            DrawColumn(sheet, name, results, peers, Margin + LabelWidth + (i * (width + ColumnGap)), width, bottom);
        foreach (var (i, (kind, words)) in Legend.Index())
        {
            sheet.Dot(kind, Margin + 5 + (i * LegendWidth), bottom + 34, 4);
            sheet.Write("small", Margin + 14 + (i * LegendWidth), bottom + 38, words);
        }
        sheet.Write("small end", Width - Margin, bottom + 38,
            $"{report.Machine.Processor}, {report.Machine.Cores} cores, {report.Machine.Runtime}, median of {report.Runs}");
        return sheet.Finish();
    }

    static void DrawColumn(
        SvgSheet sheet, string name, IReadOnlyList<PeerResult> results, List<Peer> peers, int left, int width, int bottom)
    {
        var least = Math.Floor(Math.Log10(results.Min(result => result.Micros)));
        var most = Math.Max(least + 1, Math.Log10(results.Max(result => result.Micros)));
        var scale = (width - FigureWidth) / (most - least);
        sheet.Write("column", left, Top - 24, SvgSheet.Fit(name, width + ColumnGap));
        var labelled = Math.Ceiling(TickWidth / scale);
        for (var decade = least; decade <= most; decade++)
        {
            var x = left + ((decade - least) * scale);
            sheet.Line("rule", x, Top - 14, x, bottom);
            if ((decade - least) % labelled == 0) sheet.Write("small", x, bottom + 15, Power(decade));
        }
        foreach (var (i, peer) in peers.Index())
        {
            if (results.FirstOrDefault(result => result.Peer == peer.Name) is not { } result) continue;
            var x = left + ((Math.Log10(result.Micros) - least) * scale);
            sheet.Line("rule", left, RowAt(i), x, RowAt(i));
            sheet.Dot(peer.Ours is null ? "queue" : peer.Cores == 1 ? "threads" : "processes", x, RowAt(i), 5);
            if (PeerReport.Ratio(peer, results) is { } ratio)
                sheet.Write("", x + 8, RowAt(i) + 4, Ratio(ratio, result.Unfinished));
        }
    }

    static int RowAt(int row) => Top + (row * RowHeight);

    static string Ratio(double ratio, bool isUnfinished)
    {
        var text = ratio switch
        {
            < 1 => ratio.ToString("0.00", CultureInfo.InvariantCulture),
            < 10 => ratio.ToString("0.0", CultureInfo.InvariantCulture),
            < 1000 => ratio.ToString("0", CultureInfo.InvariantCulture),
            < 1e6 => (ratio / 1000).ToString("0.#", CultureInfo.InvariantCulture) + "k",
            _ => (ratio / 1e6).ToString("0.#", CultureInfo.InvariantCulture) + "M",
        };
        return $"{(isUnfinished ? ">" : "")}{text}×";
    }

    static string Power(double decade) => decade switch
    {
        < 0 => Math.Pow(10, decade).ToString("0.###", CultureInfo.InvariantCulture) + " us",
        < 3 => Math.Pow(10, decade).ToString("0", CultureInfo.InvariantCulture) + " us",
        < 6 => Math.Pow(10, decade - 3).ToString("0", CultureInfo.InvariantCulture) + " ms",
        _ => Math.Pow(10, decade - 6).ToString("0", CultureInfo.InvariantCulture) + " s",
    };

    static string Describe(PeerReport report) => string.Join(" ", report.Files.Select(file =>
        $"{file.Name}: "
        + string.Join("; ", file.Results.Select(result => $"{result.Peer} {PeerText.Micros(result)} us")) + "."));
}

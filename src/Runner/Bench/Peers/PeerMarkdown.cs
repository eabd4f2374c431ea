using System.Globalization;
using System.Text;

namespace BatchRunner.Runner.Bench;

/// <summary>The contest as Markdown: everything, or what a README has room for.</summary>
static class PeerMarkdown
{
    internal const string Section = "peers";

    internal static string Full(PeerReport report, string chart)
    {
        var text = new StringBuilder();
        text.Append(Picture(chart)).Append("\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{report.Machine.Sentence}. {PeerText.How(report)}\n\n");
        Head(text, ["cores", .. report.Files.Select(file =>
            string.Create(CultureInfo.InvariantCulture, $"{file.Name}, {file.Numbers:N0}"))]);
        foreach (var peer in report.Present)
            Row(text, [Name(peer), $"{peer.Cores}", .. report.Files.Select(file => PeerText.Cell(peer, file.Results))]);
        text.Append('\n');
        foreach (var peer in report.Present.Where(peer => peer.Ours is not null))
            text.Append($"* {peer.Name}: {peer.Version}\n");
        foreach (var note in PeerText.Notes(report)) text.Append($"* {note}\n");
        return text.ToString();
    }

    internal static string Summary(PeerReport report, string chart)
    {
        var text = new StringBuilder();
        Head(text, [.. report.Files.Select(file => file.Name)]);
        foreach (var peer in report.Present.Where(peer => peer.Ours is not null))
        {
            var cores = peer.Cores == 1 ? "1 core" : $"{peer.Cores} cores";
            Row(text, [$"{peer.Name}, {cores}", .. report.Files.Select(file => PeerText.Ratio(peer, file.Results))]);
        }
        text.Append($"\nTimes as long as ours on the same files ([chart]({chart})): one core against `{PeerList.OneCore}`, ");
        text.Append($"all cores against\n`{PeerList.Durable}`, which keeps every answer in its ledger. ");
        text.Append($"{report.Machine.Processor}, {report.Machine.Cores} cores, `batchrunner bench --peers`.\n");
        return text.ToString();
    }

    static string Name(Peer peer) => peer.Ours is null ? $"`{peer.Name}`" : peer.Name;

    static void Head(StringBuilder text, IReadOnlyList<string> columns)
    {
        Row(text, ["", .. columns]);
        text.Append($"|---|{string.Concat(columns.Select(_ => "---:|"))}\n");
    }

    static void Row(StringBuilder text, IReadOnlyList<string> cells) => text.Append($"| {string.Join(" | ", cells)} |\n");

    static string Picture(string chart) => $"![Microseconds a number of every tool on every file]({chart})";
}

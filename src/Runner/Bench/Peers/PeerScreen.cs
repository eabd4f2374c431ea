using System.Globalization;
using BatchRunner.Runner.Terminal;

namespace BatchRunner.Runner.Bench;

/// <summary>The contest as a table on the terminal and as a document for programs.</summary>
static class PeerScreen
{
    internal static void Show(PeerReport report)
    {
        Screen.Line(Screen.Plain(report.Machine.Sentence));
        Screen.Line(Screen.Plain(PeerText.How(report)));
        var table = Screen.Table(["us a number", "cores", .. report.Files.Select(file => file.Name)]);
        Screen.AddRow(table, [
            "numbers", "", .. report.Files.Select(file => file.Numbers.ToString("N0", CultureInfo.InvariantCulture)),
        ]);
        foreach (var peer in report.Present)
        {
            Screen.AddRow(table, [
                peer.Name, peer.Cores.ToString(CultureInfo.InvariantCulture),
                .. report.Files.Select(file => PeerText.Cell(peer, file.Results)),
            ]);
        }
        Screen.Write(table);
        foreach (var peer in report.Present.Where(peer => peer.Ours is not null))
            Screen.Line(Screen.Plain($"{peer.Name}: {peer.Version}"));
        foreach (var note in PeerText.Notes(report)) Screen.Line(Screen.Plain(note));
        Screen.Output.Flush();
    }

    internal static void WriteJson(PeerReport report) => JsonText.Write(new
    {
        report.Machine,
        report.Runs,
        Peers = report.Peers.Select(peer => new
        {
            peer.Name,
            peer.Cores,
            peer.Version,
            peer.Missing,
            ComparedWith = peer.Ours,
        }),
        Files = report.Files.Select(file => new
        {
            file.Name,
            file.Numbers,
            Results = report.Present.Join(file.Results, peer => peer.Name, result => result.Peer, (peer, result) => new
            {
                result.Peer,
                result.Numbers,
                MicrosANumber = result.Micros,
                result.Unfinished,
                Ratio = PeerReport.Ratio(peer, file.Results),
                result.Runs,
            }),
        }),
    });
}

using BatchRunner.Runner.Bench;

namespace BatchRunner.Runner.Tests.Bench;

public sealed class PeerTests
{
    [Fact]
    public void One_core_is_compared_with_one_core_and_all_cores_with_the_durable_run()
    {
        var report = Figures.Contest();
        var results = report.Files[0].Results;

        Assert.Equal(20, PeerReport.Ratio(report.Peers[2], results)!.Value, 6);
        Assert.Equal(1e6, PeerReport.Ratio(report.Peers[4], results)!.Value, 3);
        Assert.Null(PeerReport.Ratio(report.Peers[0], results));
        Assert.Null(PeerReport.Ratio(report.Peers[3], results));
    }

    [Fact]
    public void Who_is_missing_and_who_was_ended_is_named()
    {
        var notes = PeerText.Notes(Figures.Contest()).ToList();

        Assert.Equal(
        [
            "PARI/GP: left out, gp is not installed (Debian: apt install pari-gp).",
            "the post's algorithm in Python on easy & <hard>: ended after 8 s with 4 of 1,000 numbers unfinished.",
        ], notes);
    }

    [Fact]
    public void The_full_section_holds_figures_ratios_and_notes()
    {
        var text = PeerMarkdown.Full(Figures.Contest(), "peers.svg");

        Assert.Contains("| GNU factor | 1 | 20.0 (20x) |", text, StringComparison.Ordinal);
        Assert.Contains("| the post's algorithm in Python | 2 | over 2,000,000 (over 1,000,000x) |", text, StringComparison.Ordinal);
        Assert.Contains("* PARI/GP: left out", text, StringComparison.Ordinal);
        Assert.Contains("(peers.svg)", text, StringComparison.Ordinal);
    }
}

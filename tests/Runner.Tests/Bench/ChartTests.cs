using System.Xml.Linq;
using BatchRunner.Runner.Bench;

namespace BatchRunner.Runner.Tests.Bench;

public sealed class ChartTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_chart_is_well_formed_whatever_a_file_is_called_and_tells_those_who_cannot_see_it()
    {
        var set = Figures.Set("a<b>&\"c\0", new EngineAlgorithm(), 4, (Figures.Queue(1, 1), 4), (Figures.Queue(2, 1), 2));

        var chart = XDocument.Parse(SpeedChart.Draw(Figures.Report(set))).Root!;

        Assert.Equal(Svg + "svg", chart.Name);
        Assert.Contains(chart.Descendants(Svg + "text"), text => text.Value == "a<b>&\"c?");
        Assert.Contains("queue, 2 workers, 2 x 1 2.00 s", chart.Element(Svg + "desc")!.Value, StringComparison.Ordinal);
        Assert.Empty(chart.Descendants(Svg + "script"));
        Assert.Contains("prefers-color-scheme: dark", chart.Element(Svg + "style")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bar_is_as_long_as_its_time()
    {
        var set = Figures.Set("s", new EngineAlgorithm(), 4, (Figures.Queue(1, 1), 4), (Figures.Queue(2, 1), 2));

        var chart = XDocument.Parse(SpeedChart.Draw(Figures.Report(set)));
        var lengths = chart.Descendants(Svg + "rect").Where(bar => bar.Attribute("class")!.Value == "queue")
            .Select(bar => (double)bar.Attribute("width")!).ToList();

        Assert.Equal(2, lengths[0] / lengths[1], 2);
    }

    [Fact]
    public void Everything_stands_within_the_sheet()
    {
        var arrangements = Arrangement.All(cores: 2, quick: false);
        var sets = Enumerable.Range(0, 3).Select(i => Figures.Set($"set {i}", new BlogAlgorithm(), 2.5,
            [.. arrangements.Skip(1).Select(a => (a, 0.3 + a.Total))])).ToArray();

        foreach (var text in (string[])[SpeedChart.Draw(Figures.Report(sets)), PeerChart.Draw(Figures.Contest())])
        {
            var chart = XDocument.Parse(text).Root!;
            var (width, height) = ((double)chart.Attribute("width")!, (double)chart.Attribute("height")!);
            Assert.All(chart.Descendants(Svg + "rect"), bar =>
                Assert.InRange((double)bar.Attribute("x")! + (double)bar.Attribute("width")!, 0, width));
            Assert.All(chart.Descendants(Svg + "text"), words => Assert.InRange((double)words.Attribute("y")!, 0, height));
        }
    }

    [Fact]
    public void The_peers_chart_is_well_formed_and_marks_what_was_ended()
    {
        var chart = XDocument.Parse(PeerChart.Draw(Figures.Contest())).Root!;

        var texts = chart.Descendants(Svg + "text").Select(text => text.Value).ToList();
        Assert.Contains("easy & <hard>", texts);
        Assert.Contains("20×", texts);
        Assert.Contains(">1M×", texts);
    }
}

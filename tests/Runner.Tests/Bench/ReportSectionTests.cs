using BatchRunner.Runner.Bench;
using BatchRunner.Runner.Commands;

namespace BatchRunner.Runner.Tests.Bench;

public sealed class ReportSectionTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_section_is_exchanged_and_everything_else_stays()
    {
        const string file = "# Title\n<!-- peers -->\nold\nolder\n<!-- /peers -->\nbetween\n<!-- bench -->\nkept\n<!-- /bench -->\nend\n";

        var text = ReportSections.Replace(file, "peers", "new\n");

        Assert.Equal(
            "# Title\n<!-- peers -->\nnew\n<!-- /peers -->\nbetween\n<!-- bench -->\nkept\n<!-- /bench -->\nend\n", text);
        Assert.Equal(text, ReportSections.Replace(text, "peers", "new\n"));
    }

    [Fact]
    public void A_file_without_the_section_gets_it_at_its_end() =>
        Assert.Equal("# Title\n\n<!-- a -->\nx\n<!-- /a -->\n", ReportSections.Replace("# Title\n", "a", "x"));

    [Theory]
    [InlineData("<!-- a -->\nopen")]
    [InlineData("<!-- /a -->\n<!-- a -->\n")]
    public void Broken_marks_leave_the_file_as_it_is(string text)
    {
        var path = _folder.File("r.md", text);

        var error = Assert.Throws<VerbException>(() => ReportFile.Update(path, "a", "full", "short"));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void A_place_for_the_summary_gets_the_summary_alone()
    {
        var path = _folder.File("r.md", "<!-- a-summary -->\n<!-- /a-summary -->\n");

        ReportFile.Update(path, "a", "full", "short");

        Assert.Equal("<!-- a-summary -->\nshort\n<!-- /a-summary -->\n", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_picture_is_found_from_where_the_report_stands() => Assert.Equal("benchmarks/a.svg",
        ReportFile.LinkTo(Path.Combine(_folder.Path, "benchmarks", "a.svg"), Path.Combine(_folder.Path, "README.md")));
}

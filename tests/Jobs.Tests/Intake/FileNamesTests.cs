using System.Text;
using BatchRunner.Jobs.Intake;

namespace BatchRunner.Jobs.Tests.Intake;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("july.txt", "july.batch-17.txt", "july.batch-17.factors.txt")]
    [InlineData("july.txt.gz", "july.batch-17.txt.gz", "july.batch-17.factors.txt")]
    [InlineData("july", "july.batch-17", "july.batch-17.factors.txt")]
    [InlineData("july.gz", "july.batch-17.gz", "july.batch-17.factors.txt")]
    [InlineData("a.b.c", "a.b.batch-17.c", "a.b.batch-17.factors.txt")]
    public void What_is_added_stands_before_the_ending(string name, string done, string factors)
    {
        Assert.Equal(done, FileNames.Done(name, 17));
        Assert.Equal(factors, FileNames.Factors(name, 17));
    }

    [Fact]
    public void Every_name_fits_into_a_file_system_whatever_is_added()
    {
        string[] names =
        [
            new string('x', 255), new string('x', 251) + ".txt", string.Concat(Enumerable.Repeat("\U0001F600", 63)),
            "x." + new string('y', 253), "." + new string('z', 254),
        ];

        Assert.All(names, name =>
        {
            var fitted = FileNames.Fit(name);
            Assert.InRange(Encoding.UTF8.GetByteCount(fitted), 1, FileNames.MaxNameBytes);
            Assert.DoesNotContain('\uFFFD', fitted);
            Assert.Equal(fitted, FileNames.Fit(fitted));
            Assert.InRange(Encoding.UTF8.GetByteCount(FileNames.Factors(name, long.MaxValue)), 1, 255);
            Assert.InRange(Encoding.UTF8.GetByteCount(FileNames.Duplicate(name, long.MaxValue)), 1, 255);
        });
    }

    [Fact]
    public void A_name_that_is_taken_gets_a_number()
    {
        using var folder = new TempFolder();
        folder.Write("a.txt", []);
        folder.Write("a.2.txt", []);

        Assert.Equal(folder.At("a.3.txt"), FileNames.Free(folder.Path, "a.txt"));
        Assert.Equal(folder.At("b.txt"), FileNames.Free(folder.Path, "b.txt"));
    }
}

using BatchRunner.Runner.Bench;
using BatchRunner.Runner.Commands;

namespace BatchRunner.Runner.Tests.Bench;

public sealed class SettingWriterTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_setting_is_written_and_the_rest_of_the_file_with_its_permissions_stays()
    {
        var path = _folder.File("appsettings.json", "{ /* mine */ \"BatchRunner\": { \"Runners\": { \"Processes\": 2 } } }");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        SettingWriter.Write(path, new(3, 4, "a reason", true));

        Assert.Equal(
            "{ /* mine */ \"BatchRunner\": { \"Runners\": { \"WorkersPerProcess\": 4, \"Processes\": 3 } } }",
            File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_file_that_cannot_be_edited_is_named_and_left_as_it_is()
    {
        var path = _folder.File("appsettings.json", "{ broken");

        var error = Assert.Throws<VerbException>(() => SettingWriter.Write(path, new(3, 4, "a reason", true)));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Equal("{ broken", File.ReadAllText(path));
    }
}

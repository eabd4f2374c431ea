using BatchRunner.Jobs.Intake;

namespace BatchRunner.Runner.Hosting;

/// <summary>The sample that <c>serve --demo</c> drops: shipped beside the program.</summary>
static class DemoFile
{
    const string Name = "demo.txt";

    internal static void Drop(DataFolders folders)
    {
        folders.Create();
        // Under a name the inbox ignores while it is being written, as everybody should who drops files by program.
        var target = Path.Combine(folders.Inbox, Name);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "samples", Name), target + ".writing", overwrite: true);
        File.Move(target + ".writing", target, overwrite: true);
    }
}

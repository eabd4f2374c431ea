using BatchRunner.Runner.Bench;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>report FILE [library] [processes] [durable] [postgres] [--quick]</c>: measures the parts named, or all, and writes each into
/// its section of a Markdown file as soon as it is done, with targets met and missed. An interrupted run leaves the
/// other sections, and the file, whole.
/// </summary>
static class ReportCommand
{
    static readonly (string Name, Func<bool, Reasons, string> Measure)[] Parts =
    [
        ("library", LibraryReport.Measure),
        ("processes", ProcessReport.Measure),
        ("durable", DurableReport.Measure),
        ("postgres", PostgresReport.Measure),
    ];

    public static int Run(string[] args)
    {
        var names = args.Skip(1).Where(arg => arg != "--quick").ToList();
        if (args.Length == 0 || names.Except(Parts.Select(part => part.Name)).Any())
        {
            Console.Error.WriteLine($"report FILE [{string.Join("] [", Parts.Select(part => part.Name))}] [--quick]");
            return 2;
        }
        var reasons = Reasons.Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(args[0]))!, Reasons.FileName));
        foreach (var (name, measure) in Parts.Where(part => names.Count == 0 || names.Contains(part.Name)))
        {
            Console.WriteLine($"measuring: {name}");
            var section = measure(args.Contains("--quick"), reasons);
            Write(args[0], $"speed-{name}", $"{Machine.This.Sentence}.\n\n{section}");
            Console.WriteLine(section);
        }
        return 0;
    }

    static void Write(string path, string name, string section)
    {
        var text = ReportSections.Replace(File.Exists(path) ? File.ReadAllText(path) : "", name, section);
        File.WriteAllText(path + ".writing", text);
        File.Move(path + ".writing", path, overwrite: true);
    }
}
